import { apiError } from "~/lib/access/api-error";
import { apiRoute } from "~/lib/access/api-route";
import { readUsersReport } from "~/lib/reports/users-report";

/** Sign-ups by week as CSV: numbers and dates only, so nothing in it needs quoting. */
export const GET = apiRoute("/api/reports", async () => {
  const [error, found] = await readUsersReport();
  if (error) return apiError(error);
  const rows = found.report.signUps.map(
    ({ from, count }) => `${from.toISOString().slice(0, 10)},${count}`,
  );
  return new Response(["week,sign_ups", ...rows, ""].join("\r\n"), {
    headers: { "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" },
  });
});
