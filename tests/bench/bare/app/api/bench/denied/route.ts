import { auth } from "@clerk/nextjs/server";

export async function GET() {
  const { userId, sessionClaims } = await auth();
  if (!userId) return Response.json({ error: "signed-out" }, { status: 401 });
  const { role } = sessionClaims.metadata;
  if (role !== "admin") return Response.json({ error: "forbidden" }, { status: 403 });
  return Response.json({ userId, role });
}
