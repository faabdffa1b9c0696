import type { ReactNode } from "react";

export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div>
      <h1 className="text-2xl font-semibold">{title}</h1>
      {children ? <p className="mt-1 text-muted-foreground">{children}</p> : null}
    </div>
  );
}
