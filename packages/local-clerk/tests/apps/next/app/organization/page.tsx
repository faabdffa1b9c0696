import { OrganizationSwitcher } from "@clerk/nextjs";
import { auth } from "@clerk/nextjs/server";

export default async function Organization() {
  const { orgRole } = await auth();
  return (
    <main>
      <OrganizationSwitcher />
      <p>Role: {orgRole ?? "none"}</p>
    </main>
  );
}
