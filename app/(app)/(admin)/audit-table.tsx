import Link from "next/link";
import { Moment } from "~/components/site/time";
import { Badge } from "~/components/ui/badge";
import { LinkPending } from "~/components/ui/pending";
import type { AuditEntry } from "~/lib/admin/audit-log";
import { findUsersById } from "~/lib/users";
import { PRIVATE_FIELDS } from "./private-fields";

const STATES = {
  pending: { label: "Unfinished", variant: "warning" },
  done: { label: "Done", variant: "default" },
  failed: { label: "Failed", variant: "destructive" },
} as const satisfies Record<AuditEntry["state"], object>;

/** What an entry says was changed. The log holds no private values, so none appear here. */
function describe({ change }: AuditEntry): string {
  if (change.kind === "private-metadata") {
    const labels = PRIVATE_FIELDS.filter(({ name }) => change.fields.includes(name));
    return `Private: ${labels.map(({ label }) => label).join(", ")}`;
  }
  const { before, after } = change;
  const role = before.role !== after.role && `Role ${before.role} → ${after.role}`;
  const plan = before.plan !== after.plan && `Plan ${before.plan} → ${after.plan}`;
  return [role, plan].filter(Boolean).join(", ");
}

/** Entries of the audit log. Users who are gone, or whose names can't be read, appear by their id. */
export async function AuditTable({ entries }: { entries: { id: string; data: AuditEntry }[] }) {
  const ids = entries.flatMap(({ data }) => [data.actorId, data.targetId]);
  const [, users] = await findUsersById(ids);
  const person = (id: string) => {
    const user = users?.get(id);
    return user ? (
      <Link href={`/admin/${id}`} prefetch={false} className="underline hover:text-foreground">
        {user.name || <code className="font-mono">{id}</code>}
        <LinkPending />
      </Link>
    ) : (
      <code className="font-mono">{id}</code>
    );
  };
  return (
    <ul className="mt-2 divide-y text-sm">
      {entries.map(({ id, data }) => (
        <li key={id} className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[1fr_auto]">
          <div className="min-w-0">
            <p className="font-medium">{describe(data)}</p>
            <p className="wrap-anywhere text-muted-foreground">
              {person(data.actorId)} changed {person(data.targetId)}
            </p>
          </div>
          <div className="space-y-1 text-muted-foreground sm:text-right">
            <p className="flex flex-wrap items-center gap-x-2 sm:justify-end">
              <Badge variant={STATES[data.state].variant}>{STATES[data.state].label}</Badge>
              {data.note}
            </p>
            <p>
              <Moment at={data.at} />
            </p>
          </div>
          {data.requestId ? (
            <p className="text-xs break-all text-muted-foreground sm:col-span-2">
              Request <code className="inline-block font-mono">{data.requestId}</code>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
