/** For load balancers and monitors: answers as soon as the server does, asks nothing else. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
