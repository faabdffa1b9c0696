import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Avatar } from "~/components/site/avatar";
import { LoadFailure } from "~/components/site/load-failure";
import { Day } from "~/components/site/time";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { listAudit } from "~/lib/audit/entries";
import { requireFresh } from "~/lib/auth/fresh-session";
import { namesOf, readUser, summarize } from "~/lib/users";
import { AuditTable } from "../../audit-table";
import { AccessForm } from "./access-form";
import { PrivateForm } from "./private-form";

export const metadata: Metadata = { title: "User" };

const CHANGES_SHOWN = 10;

export default async function UserPage({ params }: PageProps<"/admin/[userId]">) {
  const session = await requireAccess("/admin");
  const { userId } = await params;
  if (!/^user_\w{1,64}$/.test(userId)) notFound();
  // Private metadata is on this page: a token's word that the visitor is an admin is not enough.
  const [[stale], [error, user]] = await Promise.all([requireFresh("/admin"), readUser(userId)]);
  if (stale) return <LoadFailure error={stale} />;
  if (error?.code === "not-found") notFound();
  if (error) return <LoadFailure error={error} />;

  const shown = summarize(user);
  const { internalNotes, apiQuotaOverride, billingId, lastChangeId } = user.privateMetadata;
  return (
    <div className="space-y-6">
      <Link
        href="/admin"
        className="inline-flex items-center gap-1.5 text-sm text-muted-foreground hover:text-foreground"
      >
        <ArrowLeft aria-hidden="true" className="size-4" /> All users
      </Link>
      <div className="flex items-center gap-4">
        <Avatar src={shown.imageUrl} />
        <div className="min-w-0">
          <h1 className="truncate text-2xl font-semibold">
            {shown.name || shown.email || shown.id}
          </h1>
          <p className="text-sm wrap-anywhere text-muted-foreground">
            {shown.email} · <code className="font-mono">{shown.id}</code> · joined{" "}
            <Day at={shown.createdAt} />
          </p>
        </div>
      </div>
      <AccessForm user={shown} isSelf={userId === session.userId} />
      <PrivateForm
        userId={userId}
        seenChange={lastChangeId ?? ""}
        stored={{
          internalNotes: internalNotes ?? "",
          apiQuotaOverride: String(apiQuotaOverride ?? ""),
          billingId: billingId ?? "",
        }}
      />
      <Card aria-labelledby="history">
        <CardTitle id="history">Latest changes</CardTitle>
        <History userId={userId} />
      </Card>
    </div>
  );
}

async function History({ userId }: { userId: string }) {
  const [error, page] = await listAudit({ targetId: userId, limit: CHANGES_SHOWN });
  if (error) return <LoadFailure error={error} />;
  if (page.items.length === 0)
    return <p className="mt-2 text-sm text-muted-foreground">None so far.</p>;
  const [, names] = await namesOf([userId, ...page.items.map(({ data }) => data.actorId)]);
  return <AuditTable entries={page.items} {...(names && { names })} />;
}
