"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";

/**
 * Loads the page again: once by itself after the wait, and whenever the button is pressed.
 * @param waitMs null for what does not pass by itself
 */
export function TryAgain({ message, waitMs }: { message: string; waitMs: number | null }) {
  const router = useRouter();
  const [isLoading, start] = useTransition();
  const [isWaiting, setIsWaiting] = useState(waitMs !== null);

  useEffect(() => {
    if (waitMs === null) return;
    const timer = setTimeout(() => {
      setIsWaiting(false);
      start(() => router.refresh());
    }, waitMs);
    return () => clearTimeout(timer);
  }, [waitMs, router]);

  return (
    <Alert variant={isWaiting || isLoading ? "warning" : "destructive"}>
      <p>{message}</p>
      {isWaiting ? <p>Trying again in a moment…</p> : null}
      <Button
        variant="outline"
        size="sm"
        disabled={isLoading}
        onClick={() => start(() => router.refresh())}
      >
        {isLoading ? "Loading…" : "Try again"}
      </Button>
    </Alert>
  );
}
