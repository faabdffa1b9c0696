import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { ButtonLink } from "~/components/ui/button-link";
import { Card } from "~/components/ui/card";
import { Empty } from "~/components/ui/empty";
import { requireAccess } from "~/lib/access/require-access";
import { listAudit } from "~/lib/admin/audit-log";
import { settleOldEntries } from "~/lib/admin/settle";
import { AuditTable } from "../audit-table";

export const metadata: Metadata = {
  title: "Audit",
  description: "Who changed whose access, and when.",
};

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  await requireAccess("/audit");
  const { after } = await searchParams;
  return (
    <div className="space-y-6">
      <PageTitle title="Audit log">
        Changes of access and private fields, newest first. Entries stay when users are deleted.
      </PageTitle>
      <Log after={typeof after === "string" ? after : ""} />
    </div>
  );
}

async function Log({ after }: { after: string }) {
  // First, so that the page shows the outcomes this finds.
  await settleOldEntries();
  const [error, page] = await listAudit(20, { after });
  if (error) return <LoadFailure error={error} />;
  const { items, next } = page;
  if (items.length === 0) {
    return (
      <Empty title="No changes yet">
        <ButtonLink href="/admin" variant="outline" size="sm">
          Choose a user to change
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <>
      <Card>
        <AuditTable entries={items} />
      </Card>
      <Pagination
        previous={after ? "/audit" : null}
        next={next ? `/audit?after=${next}` : null}
        labels={["Newest", "Next"]}
      />
    </>
  );
}
