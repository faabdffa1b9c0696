"use client";

import { useTheme } from "next-themes";
import type { CSSProperties } from "react";
import { Toaster as Sonner, type ToasterProps } from "sonner";

/** A cast, because React's type knows no custom properties. */
const COLORS = {
  "--normal-bg": "var(--popover)",
  "--normal-text": "var(--popover-foreground)",
  "--normal-border": "var(--input)",
  "--border-radius": "var(--radius)",
} as CSSProperties;

/** Where toasts appear. They are announced politely, can be dismissed, and Alt+T leads to them. */
export function Toaster(props: ToasterProps) {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      closeButton
      duration={8_000}
      toastOptions={{ className: "font-sans", classNames: { content: "pr-2" } }}
      style={COLORS}
      {...props}
    />
  );
}
