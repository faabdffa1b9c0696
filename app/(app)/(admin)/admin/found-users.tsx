"use client";

import { useCallback, useEffect, useState } from "react";
import { usePatientAction } from "~/components/site/use-patient-action";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import type { Scan, UserFilter } from "~/lib/users";
import { findUsers } from "./actions";
import { UserTable } from "./user-table";

const MORE = 20;

/** Somebody who signs up meanwhile pushes others into the next share: nobody is listed twice. */
function join(known: Scan, found: Scan): Scan {
  const ids = new Set(known.users.map(({ id }) => id));
  return { ...found, users: [...known.users, ...found.users.filter(({ id }) => !ids.has(id))] };
}

/**
 * Users by role and plan. Clerk cannot select by those, so everybody is looked through, a share a
 * request: goes on until enough are found or nobody is left, and shows how far it is.
 */
export function FoundUsers({
  filter,
  first,
  selfId,
}: {
  filter: UserFilter;
  first: Scan;
  selfId: string;
}) {
  const [scan, setScan] = useState(first);
  const [wanted, setWanted] = useState(MORE);
  const [failure, setFailure] = useState<string | null>(null);
  const { call, waitingSeconds } = usePatientAction(findUsers);
  const { users, next, total } = scan;
  const isLooking = next !== null && users.length < wanted && failure === null;

  const lookOn = useCallback(
    async (offset: number, isStopped: () => boolean) => {
      const answer = await call({ ...filter, offset });
      if (isStopped()) return;
      if (answer.success) setScan((known) => join(known, answer.data));
      else setFailure(answer.error);
    },
    [call, filter],
  );

  useEffect(() => {
    if (!isLooking) return;
    let stopped = false;
    void lookOn(next, () => stopped);
    return () => {
      stopped = true;
    };
  }, [isLooking, next, lookOn]);

  const count = users.length === 1 ? "1 user" : `${users.length} users`;
  return (
    <>
      <p className="text-sm text-muted-foreground" role="status">
        {next === null ? `${count} of ${total}` : `${count} among the newest ${next} of ${total}`}
        {waitingSeconds > 0 ? `. Clerk is busy, going on in ${waitingSeconds} s…` : ""}
      </p>
      {next === null ? null : (
        <progress
          aria-label="Users looked through"
          max={total}
          value={next}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-border [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-border [&::-webkit-progress-value]:bg-primary"
        />
      )}
      <UserTable users={users} selfId={selfId} />
      {failure ? (
        <Alert variant="destructive">
          <p>{failure}</p>
          <Button variant="outline" size="sm" onClick={() => setFailure(null)}>
            Go on
          </Button>
        </Alert>
      ) : next === null ? null : (
        <Button
          variant="outline"
          disabled={isLooking}
          onClick={() => setWanted(users.length + MORE)}
        >
          {isLooking ? "Looking…" : "Look for more"}
        </Button>
      )}
    </>
  );
}
