"use client";

import { useAuth } from "@clerk/nextjs";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "~/components/ui/button";
import { Meter } from "~/components/ui/meter";
import { withDeadline } from "~/lib/calls/deadline";

const REFRESH_DEADLINE_MS = 10_000;

/** Whole seconds since 1970, ticking; what the server said until there is a browser. */
function useSeconds(first: number): number {
  const [seconds, setSeconds] = useState(first);
  useEffect(() => {
    const tick = () => setSeconds(Math.floor(Date.now() / 1_000));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

/**
 * How old the session token is and how long it still counts, ticking, and a button that fetches a
 * new one. Clerk renews it by itself before it expires.
 * @param rendered the token of the request, in seconds since 1970
 */
export function TokenClock({ rendered }: { rendered: { issuedAt: number; expiresAt: number } }) {
  const router = useRouter();
  const { getToken, sessionClaims } = useAuth();
  const isRenewed = sessionClaims && sessionClaims.iat > rendered.issuedAt;
  const issuedAt = isRenewed ? sessionClaims.iat : rendered.issuedAt;
  const expiresAt = isRenewed ? sessionClaims.exp : rendered.expiresAt;
  const now = useSeconds(issuedAt);
  const [isRefreshing, startRefreshing] = useTransition();
  const [said, setSaid] = useState("");
  const [hasFailed, setHasFailed] = useState(false);

  const lifetime = expiresAt - issuedAt;
  // A browser whose clock is off may see a token from the future, or one long gone.
  const age = Math.min(Math.max(now - issuedAt, 0), lifetime);
  const left = lifetime - age;

  function refresh(): void {
    setSaid("");
    setHasFailed(false);
    startRefreshing(async () => {
      try {
        await withDeadline(() => getToken({ skipCache: true }), REFRESH_DEADLINE_MS);
        setSaid("You have a new token.");
        router.refresh();
      } catch {
        setHasFailed(true);
        setSaid("No new token arrived. Check your connection and try again.");
      }
    });
  }

  return (
    <div className="space-y-3">
      <Meter
        label={`Session token, ${age} s old`}
        value={left}
        max={lifetime}
        text={left > 0 ? `${left} s left` : "expired, renewed at the next request"}
        isLow={left <= 10}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="outline" size="sm" onClick={refresh} disabled={isRefreshing}>
          <RefreshCw
            aria-hidden="true"
            className={isRefreshing ? "motion-safe:animate-spin" : undefined}
          />
          Refresh token
        </Button>
        <p
          role="status"
          className={`text-sm ${hasFailed ? "text-destructive" : "text-muted-foreground"}`}
        >
          {said}
        </p>
      </div>
    </div>
  );
}
