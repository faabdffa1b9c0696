import { UserButton } from "@clerk/nextjs";

/** The least that a signed-in page of Clerk's ships to the browser. */
export default function AccountPage() {
  return (
    <main>
      <UserButton />
    </main>
  );
}
