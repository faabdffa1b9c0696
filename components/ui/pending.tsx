"use client";

import { useLinkStatus } from "next/link";

/** Inside a <Link>: while its page is on the way, globals.css shows a bar and dims the old page. */
export function LinkPending() {
  return <Pending isPending={useLinkStatus().pending} />;
}

export function Pending({ isPending }: { isPending: boolean }) {
  return isPending ? <span hidden data-pending="" /> : null;
}
