"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";

const DEFAULT_WAIT_MS = 3_000;
const LONGEST_WAIT_MS = 60_000;

/** What a page needs of a DbError: the rest does not leave the server. */
interface Failure {
  message: string;
  isRetryable: boolean;
  retryAfterMs?: number | undefined;
}

/**
 * Stands where a page could not load a part of itself. What may pass by itself is tried again once
 * the service's wait is over; after that, and for the rest, there is a button.
 */
export function TryAgain({ message, isRetryable, retryAfterMs }: Failure) {
  const router = useRouter();
  const [isLoading, start] = useTransition();
  const waitMs = Math.min(retryAfterMs ?? DEFAULT_WAIT_MS, LONGEST_WAIT_MS);
  const [left, setLeft] = useState(isRetryable ? Math.ceil(waitMs / 1_000) : 0);

  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => {
      setLeft(left - 1);
      if (left === 1) start(() => router.refresh());
    }, 1_000);
    return () => clearTimeout(timer);
  }, [left, router]);

  return (
    <Alert variant={left > 0 || isLoading ? "warning" : "destructive"}>
      <p>{message}</p>
      {left > 0 ? <p>Trying again in {left} s…</p> : null}
      <Button
        variant="outline"
        size="sm"
        disabled={isLoading}
        onClick={() => {
          setLeft(0);
          start(() => router.refresh());
        }}
      >
        {isLoading ? "Trying…" : "Try again now"}
      </Button>
    </Alert>
  );
}
