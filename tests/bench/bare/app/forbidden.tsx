import Link from "next/link";

export default function Forbidden() {
  return (
    <main>
      <h1>Admin access required</h1>
      <p>An admin can change your role.</p>
      <Link href="/bench">Back</Link>
    </main>
  );
}
