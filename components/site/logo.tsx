import Link from "next/link";
import { LinkPending } from "~/components/ui/pending";
import { SITE } from "~/lib/site";

/** The name with its mark. */
export function Logo() {
  return (
    <Link
      href="/"
      className="flex items-center gap-2 rounded-md text-sm font-semibold whitespace-nowrap"
    >
      <svg viewBox="0 0 24 24" className="size-6 text-primary" aria-hidden="true">
        <path fill="currentColor" fillRule="evenodd" d={SITE.mark} />
      </svg>
      {SITE.name}
      <LinkPending />
    </Link>
  );
}
