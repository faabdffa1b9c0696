import { connection } from "next/server";
import { Content } from "../content";

/** No gate and no Clerk, but rendered at each request as the others are. */
export default async function OpenPage() {
  await connection();
  return <Content userId="user_bench_0" level="user" />;
}
