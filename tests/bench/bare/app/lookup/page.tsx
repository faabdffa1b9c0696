import { currentUser } from "@clerk/nextjs/server";
import { redirect } from "next/navigation";
import { Content } from "../content";

async function save() {
  "use server";
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  redirect("/lookup");
}

/** The gate that many apps have: it asks Clerk for the user at each request. */
export default async function LookupPage() {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  const form = (
    <form action={save}>
      <button type="submit">Save</button>
    </form>
  );
  return <Content userId={user.id} level={user.publicMetadata.role ?? "user"} form={form} />;
}
