"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button";

export interface Question {
  title: string;
  body?: ReactNode;
  confirm: string;
  destructive?: boolean;
}

/** Asks before something is done. The page behind it can't be used until it is answered. */
export function Confirm({
  title,
  body,
  confirm,
  destructive,
  onConfirm,
  ...dialog
}: Question & { open: boolean; onOpenChange(open: boolean): void; onConfirm(): void }) {
  return (
    <AlertDialog.Root {...dialog}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 min-h-dvh bg-black/40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 w-112 max-w-[calc(100vw-2rem)] -translate-1/2 rounded-2xl border bg-popover p-6 text-popover-foreground shadow-lg transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description
            render={<div />}
            className="mt-2 space-y-2 text-sm text-muted-foreground"
          >
            {body}
          </AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <AlertDialog.Close render={<Button variant="outline" />}>Cancel</AlertDialog.Close>
            <AlertDialog.Close
              render={<Button variant={destructive ? "destructive" : "default"} />}
              onClick={onConfirm}
            >
              {confirm}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
