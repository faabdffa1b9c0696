import { auth, currentUser } from "@clerk/nextjs/server";

export default async function Protected() {
  await auth.protect();
  const user = await currentUser();
  return <h1>Only for {user?.primaryEmailAddress?.emailAddress}</h1>;
}
