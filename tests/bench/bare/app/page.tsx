import Image from "next/image";

/** What create-next-app leaves, in what a browser has to load: pictures, and links without the router. */
export default function StartPage() {
  return (
    <main>
      <Image src="/next.svg" alt="" width={100} height={20} />
      <h1>Start</h1>
      <a href="/bench">Continue</a>
    </main>
  );
}
