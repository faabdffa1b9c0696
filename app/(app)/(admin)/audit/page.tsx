import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Alert } from "~/components/ui/alert";
import { ButtonLink } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { listAudit } from "~/lib/audit/entries";
import { settleUnfinished } from "~/lib/audit/settle";
import { namesOf } from "~/lib/users";
import { AuditTable } from "../audit-table";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  await requireAccess("/audit");
  const { after } = await searchParams;
  return (
    <div className="space-y-6">
      <PageTitle title="Audit log">
        Who changed whose access or private fields, newest first. Entries stay when users go.
      </PageTitle>
      <Log after={typeof after === "string" ? after : null} />
    </div>
  );
}

async function Log({ after }: { after: string | null }) {
  // First, so that the page shows entries as they stand after it.
  const [unsettled, open] = await settleUnfinished();
  const [error, page] = await listAudit({ after });
  if (error) return <LoadFailure error={error} />;
  const [, names] = await namesOf(page.items.flatMap(({ data }) => [data.actorId, data.targetId]));
  return (
    <>
      {unsettled || open > 0 ? (
        <Alert variant="warning">
          <p className="font-medium">
            {unsettled
              ? "Unfinished changes could not be looked at."
              : open === 1
                ? "1 change is unfinished."
                : `${open} changes are unfinished.`}
          </p>
          <p>
            Whether Clerk made it is not known yet. Each visit of this page looks again; a change
            under way takes some seconds.
          </p>
        </Alert>
      ) : null}
      {page.items.length > 0 ? (
        <Card className="py-2">
          <AuditTable entries={page.items} {...(names && { names })} />
        </Card>
      ) : (
        <p className="text-muted-foreground">
          {after ? "No older entries." : "Nothing was changed yet."}
        </p>
      )}
      <nav aria-label="Pages" className="flex justify-between gap-4">
        {after ? (
          <ButtonLink href="/audit" variant="outline" size="sm">
            Newest
          </ButtonLink>
        ) : (
          <span />
        )}
        {page.next ? (
          <ButtonLink href={`/audit?after=${page.next}`} variant="outline" size="sm">
            Older
          </ButtonLink>
        ) : null}
      </nav>
    </>
  );
}
