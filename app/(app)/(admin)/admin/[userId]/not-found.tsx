import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button-link";

export default function UserNotFound() {
  return (
    <div className="space-y-6">
      <PageTitle title="User not found">
        They may have been deleted, or the address may be wrong.
      </PageTitle>
      <ButtonLink href="/admin" variant="outline">
        All users
      </ButtonLink>
    </div>
  );
}
