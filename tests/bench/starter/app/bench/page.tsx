import { requireAccess } from "~/lib/access/require-access";
import { Content } from "../content";
import { save } from "./save";

export default async function BenchPage() {
  const { userId, claims } = await requireAccess("/bench");
  const form = (
    <form action={save}>
      <button type="submit">Save</button>
    </form>
  );
  return <Content userId={userId} level={claims.role} form={form} />;
}
