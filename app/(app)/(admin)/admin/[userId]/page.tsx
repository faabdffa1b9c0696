import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Avatar } from "~/components/site/avatar";
import { LoadFailure } from "~/components/site/load-failure";
import { Day } from "~/components/site/time";
import { Card, CardTitle } from "~/components/ui/card";
import { LinkPending } from "~/components/ui/pending";
import { requireAccess } from "~/lib/access/require-access";
import { listAudit } from "~/lib/admin/audit-log";
import { userIdSchema } from "~/lib/auth/user-id";
import { readUser, summarize } from "~/lib/users";
import { AuditTable } from "../../audit-table";
import { PRIVATE_FIELDS } from "../../private-fields";
import { AccessForm } from "./access-form";
import { PrivateForm } from "./private-form";

export const metadata: Metadata = {
  title: "User",
  description: "A user’s role, plan, private fields and latest changes.",
};

export default async function UserPage({ params }: PageProps<"/admin/[userId]">) {
  // Private metadata is on this page, so a token's word that the visitor is an admin isn't enough.
  const session = await requireAccess("/admin/[userId]", { fresh: true });
  const { userId } = await params;
  if (!userIdSchema.safeParse(userId).success) notFound();
  const [error, user] = await readUser(userId);
  if (error?.code === "not-found") notFound();
  if (error) return <LoadFailure title="User" error={error} />;

  const { name, email, imageUrl, createdAt, claims } = summarize(user);
  const { privateMetadata } = user;
  const title = name || email || userId;
  return (
    <div className="space-y-6">
      <Link
        href="/admin"
        className="inline-flex min-h-6 items-center gap-1.5 text-sm text-muted-foreground hover:text-foreground"
      >
        <ArrowLeft aria-hidden="true" className="size-4" /> All users <LinkPending />
      </Link>
      <div className="flex items-center gap-4">
        <Avatar src={imageUrl} />
        <div className="min-w-0">
          <h1 className="truncate text-2xl font-semibold">{title}</h1>
          <p className="flex flex-col gap-x-4 text-sm wrap-anywhere sm:flex-row sm:flex-wrap text-muted-foreground">
            <span>{email}</span>
            <code className="font-mono">{userId}</code>
            <span>
              Joined <Day at={createdAt} />
            </span>
          </p>
        </div>
      </div>
      <AccessForm
        userId={userId}
        name={title}
        stored={{ role: claims.role, plan: claims.plan }}
        isSelf={userId === session.userId}
      />
      <PrivateForm
        userId={userId}
        fields={PRIVATE_FIELDS}
        seenChange={privateMetadata.lastChangeId ?? ""}
        stored={Object.fromEntries(
          PRIVATE_FIELDS.map(({ name }) => [name, String(privateMetadata[name] ?? "")]),
        )}
      />
      <Card aria-labelledby="history" className="space-y-4">
        <CardTitle id="history">Latest changes</CardTitle>
        <LatestChanges userId={userId} />
      </Card>
    </div>
  );
}

async function LatestChanges({ userId }: { userId: string }) {
  const [error, page] = await listAudit(10, { targetId: userId });
  if (error) return <LoadFailure error={error} />;
  return page.items.length > 0 ? (
    <AuditTable entries={page.items} />
  ) : (
    <p className="text-sm text-muted-foreground">No changes yet.</p>
  );
}
