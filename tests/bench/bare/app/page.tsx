import Link from "next/link";

/** What create-next-app leaves, in what a browser has to load. */
export default function StartPage() {
  return (
    <main>
      <h1>Start</h1>
      <Link href="/bench">Continue</Link>
    </main>
  );
}
