import type { ReactNode } from "react";

/** Stands where a list would, when nothing is in it. The children are what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div
      data-slot="empty"
      className="flex flex-col items-center gap-4 rounded-2xl border border-dashed border-input px-6 py-12 text-center"
    >
      <p className="font-medium">{title}</p>
      {children}
    </div>
  );
}
