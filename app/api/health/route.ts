import { readiness } from "~/app/api/health/readiness";

function answer(status: 200 | 503, body: object): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

/**
 * For load balancers and monitors. Answers as soon as the server does and asks nothing else. With
 * `?ready` it also says whether Clerk and Firestore answer, and is 503 when one doesn't.
 */
export async function GET(request: Request): Promise<Response> {
  if (!new URL(request.url).searchParams.has("ready")) return answer(200, { status: "ok" });
  const services = await readiness();
  const isReady = Object.values(services).every((state) => state === "up");
  return answer(isReady ? 200 : 503, { status: isReady ? "ready" : "not-ready", ...services });
}
