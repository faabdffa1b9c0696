import { env } from "~/lib/env";

/** On local services: the code that no email brings. */
export function LocalCode() {
  if (!env().LOCAL_PERSONAS?.length) return null;
  return (
    <p className="w-full max-w-100 rounded-2xl border border-dashed border-input p-5 text-sm text-muted-foreground">
      <span className="font-medium text-foreground">Running on local services.</span> Any address
      will do, and the code is{" "}
      <code className="rounded bg-muted px-1.5 py-0.5 font-mono text-foreground select-all">
        424242
      </code>
      .
    </p>
  );
}
