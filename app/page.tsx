import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PolicyTable } from "~/components/claims/policy-table";
import { Header } from "~/components/site/header";
import { LocalPersonas } from "~/components/site/local-personas";
import { ThemeToggle } from "~/components/site/theme-toggle";
import { ButtonLink } from "~/components/ui/button-link";
import { Card, CardTitle } from "~/components/ui/card";
import { getSession } from "~/lib/auth/session";
import { SITE } from "~/lib/site";
import { Code } from "./_landing/code";
import { DashboardPicture } from "./_landing/dashboard-picture";
import { Documentation, FirstSteps } from "./_landing/files";
import { RequestFlow } from "./_landing/request-flow";

export const metadata: Metadata = {
  title: { absolute: `${SITE.name}: ${SITE.title}` },
  description: SITE.description,
};

const TOKEN = [
  ["role", '"admin"'],
  ["plan", '"pro"'],
  ["onboardingComplete", "true"],
  ["teamId", "null"],
] as const;

/** Knows who is signed in from the verified token, so that no script of Clerk's is loaded. */
export default async function LandingPage() {
  const session = await getSession();
  return (
    <>
      <Header>
        <ThemeToggle />
        <nav aria-label="Account" className="flex items-center gap-2">
          {session ? (
            <ButtonLink href="/dashboard" className="max-sm:hidden">
              Open dashboard
            </ButtonLink>
          ) : (
            <>
              <ButtonLink href="/sign-in" variant="ghost">
                Sign in
              </ButtonLink>
              <ButtonLink href="/sign-up" className="max-sm:hidden">
                Create account
              </ButtonLink>
            </>
          )}
        </nav>
      </Header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-5xl grow space-y-20 px-5 pt-10 pb-20 sm:pt-16"
      >
        <div className="space-y-10">
          <div className="max-w-3xl">
            <h1 className="text-4xl font-semibold sm:text-5xl">{SITE.title}.</h1>
            <p className="mt-5 max-w-prose text-lg text-muted-foreground">
              Sign-in, typed claims, gated pages and onboarding for Next.js, wired together and
              tested in a real browser. It runs on your machine without an account, and goes live
              with your Clerk and Firebase keys.
            </p>
            <div className="mt-8 flex flex-wrap gap-3">
              {session ? (
                <ButtonLink href="/dashboard" size="lg">
                  Open dashboard <ArrowRight aria-hidden="true" />
                </ButtonLink>
              ) : (
                <>
                  <ButtonLink href="/sign-up" size="lg">
                    Create account <ArrowRight aria-hidden="true" />
                  </ButtonLink>
                  <ButtonLink href="/sign-in" size="lg" variant="outline">
                    Sign in
                  </ButtonLink>
                </>
              )}
            </div>
          </div>
          <LocalPersonas back="/dashboard" />
          <DashboardPicture />
        </div>
        <Section
          title="Five lines"
          intro="Two gate a page. Three change a claim and show what it opens: no waiting for the next token, no refresh in the browser."
        >
          <div className="grid gap-4 lg:grid-cols-[1.6fr_1fr]">
            <div className="min-w-0 overflow-hidden rounded-2xl border bg-card shadow-xs">
              <Code />
            </div>
            <Card aria-labelledby="token" className="p-5">
              <CardTitle id="token">In every request’s signed token</CardTitle>
              <dl className="mt-2 divide-y font-mono text-sm">
                {TOKEN.map(([name, value]) => (
                  <div key={name} className="flex justify-between gap-4 py-2.5">
                    <dt className="text-muted-foreground">{name}</dt>
                    <dd className="font-medium text-primary">{value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
          </div>
        </Section>
        <Section
          title="How a request flows"
          intro="Two gates read the same claims and ask the same table, so they can’t disagree."
        >
          <RequestFlow />
        </Section>
        <Section
          title="One table"
          intro={
            <>
              This is <FileName>lib/auth/policy.ts</FileName>, rendered on the server. A path that
              isn’t in it is a 404.
            </>
          }
        >
          <Card className="py-3">
            <PolicyTable caption="Who may open what" />
          </Card>
        </Section>
        <Section title="Where to start">
          <FirstSteps />
        </Section>
        <Section title="Documentation" intro="In the project, as Markdown.">
          <Documentation />
        </Section>
      </main>
      <footer className="border-t">
        <p className="mx-auto max-w-5xl px-5 py-6 text-sm text-muted-foreground">
          MIT licensed. Yours to rename and ship.
        </p>
      </footer>
    </>
  );
}

function Section(props: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h2 className="text-2xl font-semibold">{props.title}</h2>
      {props.intro ? <p className="mt-2 max-w-prose text-muted-foreground">{props.intro}</p> : null}
      <div className="mt-6">{props.children}</div>
    </section>
  );
}

function FileName({ children }: { children: string }) {
  return <code className="font-mono text-foreground">{children}</code>;
}
