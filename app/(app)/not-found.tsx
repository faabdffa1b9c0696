import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button-link";

/** What `notFound()` shows in a page of this group, inside its layout. */
export default function NotFound() {
  return (
    <div className="space-y-6">
      <PageTitle title="Not found">
        It may have been deleted, or the address may be wrong.
      </PageTitle>
      <ButtonLink href="/dashboard" variant="outline">
        Back to dashboard
      </ButtonLink>
    </div>
  );
}
