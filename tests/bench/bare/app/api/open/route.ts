import { connection } from "next/server";

export async function GET() {
  await connection();
  return Response.json({ userId: "user_bench_0", role: "user" });
}
