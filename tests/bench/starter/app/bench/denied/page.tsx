import { requireAccess } from "~/lib/access/require-access";
import { Content } from "../../content";

export default async function DeniedPage() {
  const { userId, claims } = await requireAccess("/bench/denied");
  return <Content userId={userId} level={claims.role} />;
}
