import { currentUser } from "@clerk/nextjs/server";

export async function GET() {
  const user = await currentUser();
  if (!user) return Response.json({ error: "signed-out" }, { status: 401 });
  return Response.json({ userId: user.id, role: user.publicMetadata.role ?? "user" });
}
