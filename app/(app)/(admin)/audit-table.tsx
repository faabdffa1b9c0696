import Link from "next/link";
import { Moment } from "~/components/site/time";
import { Badge, type BadgeVariant } from "~/components/ui/badge";
import type { AuditEntry, Change } from "~/lib/audit/entries";

const STATES = {
  pending: { label: "Unfinished", variant: "warning" },
  done: { label: "Done", variant: "default" },
  failed: { label: "Failed", variant: "secondary" },
} as const satisfies Record<AuditEntry["state"], { label: string; variant: BadgeVariant }>;

const FIELD_NAMES: Readonly<Record<string, string>> = {
  internalNotes: "internal notes",
  apiQuotaOverride: "API quota",
  billingId: "billing id",
};

/** What an entry says was changed. Private values are not in the log, so not here either. */
function describe(change: Change): string {
  if (change.kind === "private-metadata") {
    return `Private: ${change.fields.map((field) => FIELD_NAMES[field] ?? field).join(", ")}`;
  }
  const { before, after } = change;
  return [
    ...(before.role === after.role ? [] : [`Role ${before.role} → ${after.role}`]),
    ...(before.plan === after.plan ? [] : [`Plan ${before.plan} → ${after.plan}`]),
  ].join(", ");
}

/**
 * Entries of the audit log, as a list that reads as a table where there is room.
 * @param names what to call the users, by id; who is not in it appears with their id
 */
export function AuditTable({
  entries,
  names = new Map(),
}: {
  entries: { id: string; data: AuditEntry }[];
  names?: ReadonlyMap<string, string>;
}) {
  return (
    <ul className="mt-2 divide-y text-sm">
      {entries.map(({ id, data }) => {
        const { label, variant } = STATES[data.state];
        return (
          <li key={id} className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[1fr_auto]">
            <div className="min-w-0">
              <p className="font-medium">{describe(data.change)}</p>
              <p className="wrap-anywhere text-muted-foreground">
                <Person id={data.actorId} names={names} /> changed{" "}
                <Person id={data.targetId} names={names} />
              </p>
            </div>
            <div className="space-y-1 text-muted-foreground sm:text-right">
              <p>
                <Badge variant={variant}>{label}</Badge>
                {data.note ? <span className="ml-2">{data.note}</span> : null}
              </p>
              <p>
                <Moment at={data.at} />
              </p>
            </div>
            {data.requestId ? (
              <p className="text-xs break-all text-muted-foreground sm:col-span-2">
                Request <code className="font-mono">{data.requestId}</code>
              </p>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function Person({ id, names }: { id: string; names: ReadonlyMap<string, string> }) {
  const name = names.get(id);
  return name ? (
    <Link href={`/admin/${id}`} prefetch={false} className="underline hover:text-foreground">
      {name}
    </Link>
  ) : (
    <code className="font-mono">{id}</code>
  );
}
