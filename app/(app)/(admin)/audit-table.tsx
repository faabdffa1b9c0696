import Link from "next/link";
import { Moment } from "~/components/site/time";
import { Badge } from "~/components/ui/badge";
import { LinkPending } from "~/components/ui/pending";
import type { AuditEntry } from "~/lib/admin/audit-log";
import { PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import { findUsersById } from "~/lib/users";
import { PRIVATE_FIELDS } from "./private-fields";

const STATES = {
  pending: { label: "Unfinished", variant: "warning" },
  done: { label: "Done", variant: "default" },
  failed: { label: "Failed", variant: "destructive" },
} as const satisfies Record<AuditEntry["state"], object>;

/** The name of a role or plan. The log may hold ones that the app no longer has. */
function nameOf(names: object, value: string): string {
  return new Map<string, string>(Object.entries(names)).get(value) ?? value;
}

/** What an entry says was changed. The log holds no private values, so none appear here. */
function describe({ change }: AuditEntry): string {
  if (change.kind === "private-metadata") {
    const labels = PRIVATE_FIELDS.filter(({ name }) => change.fields.includes(name));
    return `Private: ${labels.map(({ label }) => label).join(", ")}`;
  }
  const { before, after } = change;
  const changeOf = (label: string, names: object, from: string, to: string) =>
    from === to ? "" : `${label}: ${nameOf(names, from)} → ${nameOf(names, to)}`;
  const role = changeOf("Role", ROLE_NAMES, before.role, after.role);
  const plan = changeOf("Plan", PLAN_NAMES, before.plan, after.plan);
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
    <ul className="divide-y text-sm">
      {entries.map(({ id, data }) => (
        <li
          key={id}
          className="grid gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0 sm:grid-cols-[1fr_auto]"
        >
          <div className="min-w-0">
            <p className="font-medium">{describe(data)}</p>
            <p className="wrap-anywhere text-muted-foreground">
              {person(data.actorId)} changed {person(data.targetId)}
            </p>
          </div>
          <div className="space-y-1 text-muted-foreground sm:text-right">
            <p className="flex flex-wrap items-center gap-x-2 sm:justify-end">
              <Badge variant={STATES[data.state].variant}>{STATES[data.state].label}</Badge>
              {data.note ? <code className="font-mono text-xs">{data.note}</code> : null}
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
