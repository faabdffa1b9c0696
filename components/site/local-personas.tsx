import Link from "next/link";
import { env } from "~/lib/env";

/** On local services: whom one can sign in as. A link fills in the address. */
export function LocalPersonas({ back }: { back: string | null }) {
  const personas = env().LOCAL_PERSONAS ?? [];
  const [first] = personas;
  if (!first) return null;
  return (
    <aside
      aria-label="Local users"
      className="w-full max-w-100 rounded-xl border border-dashed border-input p-4 text-sm"
    >
      <p className="text-muted-foreground">
        Local services. Choose a user, then enter the password{" "}
        <code className="rounded bg-muted px-1.5 py-0.5 font-mono text-foreground select-all">
          {first.password}
        </code>
      </p>
      <ul className="mt-3 flex flex-wrap gap-2">
        {personas.map(({ email }) => (
          <li key={email}>
            <Link
              href={`/sign-in?${new URLSearchParams({ email, ...(back && { redirect_url: back }) })}`}
              prefetch={false}
              className="inline-block rounded-full border border-input px-2.5 py-1 text-xs font-medium hover:bg-muted"
            >
              {email}
            </Link>
          </li>
        ))}
      </ul>
    </aside>
  );
}
