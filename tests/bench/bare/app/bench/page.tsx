import { auth } from "@clerk/nextjs/server";
import { redirect } from "next/navigation";
import { Content } from "../content";

async function save() {
  "use server";
  const { userId } = await auth();
  if (!userId) redirect("/sign-in");
  redirect("/bench");
}

export default async function BenchPage() {
  const { userId, sessionClaims } = await auth();
  if (!userId) redirect("/sign-in");
  const { role } = sessionClaims.metadata;
  const form = (
    <form action={save}>
      <button type="submit">Save</button>
    </form>
  );
  return <Content userId={userId} level={role ?? "user"} form={form} />;
}
