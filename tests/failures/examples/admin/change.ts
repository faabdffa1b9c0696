import { vi } from "vitest";
import { auditedChange } from "~/lib/admin/audited-change";
import { updatePrivateMetadata } from "~/lib/auth/user-metadata";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request/request-id";
import { testUser } from "~/tests/support/backends";
import type { Failure } from "../../cell.ts";

export const ADMIN = testUser("user_admin", { role: "admin" });

function begin(targetId: string, log: Logger) {
  return auditedChange({
    actorId: ADMIN.id,
    targetId,
    change: { kind: "private-metadata", fields: [] },
    log,
    check: () => null,
    write: (lastChangeId) => updatePrivateMetadata(targetId, { lastChangeId }),
  });
}

async function logOf(targetId: string): Promise<Logger> {
  return (await requestLogger({ module: "test" })).child({ targetId });
}

/** An admin's change of a user. It can be made again, also after one whose end nobody heard of. */
export async function change(targetId: string) {
  return begin(targetId, await logOf(targetId));
}

/** A change has a deadline of its own, which a busy machine or a write that is tried again reaches. */
export function changeFailures(failures: Failure[]): Failure[] {
  return failures.flatMap(([name, fault, expected]) =>
    expected ? [[name, fault, [...expected, "deadline-exceeded"]] satisfies Failure] : [],
  );
}

type Uuid = ReturnType<typeof crypto.randomUUID>;

/** The same, with this id of its entry, so that a fault can be for that entry alone. */
export async function changeWithEntry(targetId: string, entryId: Uuid) {
  const log = await logOf(targetId);
  const made = vi.spyOn(crypto, "randomUUID").mockReturnValueOnce(entryId);
  // The id is made before anything else can run.
  const result = begin(targetId, log);
  made.mockRestore();
  return result;
}
