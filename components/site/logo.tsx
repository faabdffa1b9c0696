import Link from "next/link";
import { LinkPending } from "~/components/ui/pending";
import { APP_NAME } from "~/lib/site";

/** The name with its mark: a token with one claim cut out of it. */
export function Logo() {
  return (
    <Link
      href="/"
      className="flex items-center gap-2 rounded-md text-sm font-semibold whitespace-nowrap"
    >
      <svg viewBox="0 0 24 24" className="size-6 text-primary" aria-hidden="true">
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M6 2h12a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Zm6 5a5 5 0 1 0 4.33 7.5l-2.17-1.25a2.5 2.5 0 1 1 0-2.5l2.17-1.25A5 5 0 0 0 12 7Z"
        />
      </svg>
      {APP_NAME}
      <LinkPending />
    </Link>
  );
}
