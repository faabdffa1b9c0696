"use client";

import { Message } from "~/components/site/message";
import { ButtonLink } from "~/components/ui/button-link";

/**
 * In the browser, because Next sends app/not-found.tsx along with every page: so it sends a reference
 * instead of the whole text.
 */
export function PageNotFound() {
  return (
    <Message title="Page not found" actions={<ButtonLink href="/">Back to home</ButtonLink>}>
      <p>The address may be wrong, or the page may have moved.</p>
      {process.env.NODE_ENV === "development" ? (
        <p className="rounded-lg bg-muted p-3 text-left text-sm">
          Just added this page? Add its path to <code>POLICY</code> in{" "}
          <code>lib/auth/policy.ts</code>. A page without a rule isn't served.
        </p>
      ) : null}
    </Message>
  );
}
