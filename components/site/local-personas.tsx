import { LocalForm } from "~/components/site/local-form";
import { env } from "~/lib/env";
import { cn } from "~/lib/utils";

/** On local services: whom one can sign in as, with one click. */
export function LocalPersonas({ back, className }: { back: string; className?: string }) {
  const { LOCAL_PERSONAS: personas = [], CLERK_API_URL: clerkUrl } = env();
  const last = personas.at(-1);
  if (!last) return null;
  return (
    <aside
      aria-label="Local users"
      className={cn("w-full rounded-2xl border border-dashed border-input p-5 text-sm", className)}
    >
      <p className="text-muted-foreground">
        <span className="font-medium text-foreground">Running on local services.</span> Sign in with
        one click, or as {last.email} with the password{" "}
        <code className="rounded bg-muted px-1.5 py-0.5 font-mono whitespace-nowrap text-foreground select-all">
          {last.password}
        </code>
      </p>
      <LocalForm
        to="sign-in"
        back={back}
        className="mt-4 grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-2"
      >
        {personas.map(({ id, email, access }) => (
          <button
            key={id}
            type="submit"
            name="user_id"
            value={id}
            className="min-w-0 rounded-lg border border-input bg-card px-2.5 py-2 text-left hover:bg-muted active:bg-accent"
          >
            <span className="sr-only">Sign in as</span>
            <span className="block truncate font-medium first-letter:uppercase">
              {email.split("@")[0]}
            </span>
            <span className="block truncate text-xs text-muted-foreground">{access}</span>
          </button>
        ))}
      </LocalForm>
      {clerkUrl && (
        <p className="mt-4 text-muted-foreground">
          Codes, users and their tokens are in the local Clerk’s{" "}
          <a
            href={`${clerkUrl}/_inspector/`}
            className="text-foreground underline underline-offset-4"
          >
            inspector
          </a>
          .
        </p>
      )}
    </aside>
  );
}
