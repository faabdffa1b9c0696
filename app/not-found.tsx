import type { Metadata } from "next";
import { Message } from "~/components/site/message";
import { ButtonLink } from "~/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Message
      title="This page does not exist"
      actions={<ButtonLink href="/">Go to the start page</ButtonLink>}
    >
      <p>The address may be mistyped, or the page has moved.</p>
      {process.env.NODE_ENV === "development" ? (
        <p className="rounded-lg bg-muted p-3 text-left text-sm">
          Just added this page? It also needs a rule: add its path to <code>POLICY</code> in{" "}
          <code>lib/auth/policy.ts</code>. Without one it is not served.
        </p>
      ) : null}
    </Message>
  );
}
