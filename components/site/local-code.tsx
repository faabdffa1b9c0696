import { env } from "~/lib/env";

/** On local services: the code that no email brings. */
export function LocalCode() {
  if (!env().LOCAL_PERSONAS?.length) return null;
  return (
    <p className="text-center text-sm text-muted-foreground">
      Running on local services. Any address will do, and the code is{" "}
      <code className="rounded bg-muted px-1.5 py-0.5 font-mono text-foreground select-all">
        424242
      </code>
    </p>
  );
}
