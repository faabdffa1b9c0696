import type { Metadata } from "next";
import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button-link";

export const metadata: Metadata = { title: "No access" };

/** What `allowed()` shows in a page of this group when a permission check on the data said no. */
export default function Forbidden() {
  return (
    <div className="space-y-6">
      <PageTitle title="You can't open this page">
        Ask the person who shared it with you for access.
      </PageTitle>
      <ButtonLink href="/dashboard" variant="outline">
        Back to dashboard
      </ButtonLink>
    </div>
  );
}
