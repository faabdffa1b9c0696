import { auth } from "@clerk/nextjs/server";
import { forbidden } from "next/navigation";
import { Content } from "../../content";

export default async function DeniedPage() {
  const { userId, sessionClaims } = await auth();
  const role = sessionClaims?.metadata.role;
  if (!userId || role !== "admin") forbidden();
  return <Content userId={userId} level={role} />;
}
