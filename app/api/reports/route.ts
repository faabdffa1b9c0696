import { apiRoute } from "~/lib/access/api-route";
import { readUsersReport } from "~/lib/reports/users-report";

/** Sign-ups by week as CSV: numbers and dates only, so nothing in it needs quoting. */
export const GET = apiRoute({
  access: "/api/reports",
  async run() {
    const [error, report] = await readUsersReport();
    if (error) return [error, null];
    const rows = report.signUps.map(
      ({ from, count }) => `${from.toISOString().slice(0, 10)},${count}`,
    );
    const csv = ["week,sign_ups", ...rows, ""].join("\r\n");
    const headers = { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" };
    return [null, new Response(csv, { headers })];
  },
});
