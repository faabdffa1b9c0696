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
  const [secondsLeft, setSecondsLeft] = useState(Math.ceil((waitMs ?? 0) / 1_000));

  useEffect(() => {
    if (secondsLeft === 0) return;
    const timer = setTimeout(() => {
      setSecondsLeft(secondsLeft - 1);
      if (secondsLeft === 1) start(() => router.refresh());
    }, 1_000);
    return () => clearTimeout(timer);
  }, [secondsLeft, router]);

  return (
    <Alert variant={secondsLeft || isLoading ? "warning" : "destructive"}>
      <p>{message}</p>
      {secondsLeft ? <p>Trying again in {secondsLeft} s…</p> : null}
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
