import { ArrowRight, FileCode2 } from "lucide-react";
import { Logo } from "~/components/site/logo";
import { ButtonLink } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";

const STEPS = [
  {
    title: "Gate a page",
    file: "lib/auth/policy.ts",
    text: "One line says who may open it. The proxy, the guards, the navigation and the tests follow.",
  },
  {
    title: "Add a claim, a role or a plan",
    file: "lib/auth/claims.ts",
    text: "One word in one schema. TypeScript shows every place that has to decide about it.",
  },
  {
    title: "Extend onboarding",
    file: "app/onboarding/page.tsx",
    text: "The first page new users meet is yours. Finishing it writes their claims.",
  },
];

const TOKEN = [
  ["role", '"admin"'],
  ["plan", '"pro"'],
  ["onboardingComplete", "true"],
  ["teamId", '"acme"'],
] as const;

export default function LandingPage() {
  return (
    <>
      <header className="mx-auto flex w-full max-w-5xl items-center justify-between gap-4 px-5 py-4">
        <Logo />
        <nav aria-label="Account" className="flex items-center gap-2">
          <ButtonLink href="/sign-in" variant="ghost">
            Sign in
          </ButtonLink>
          <ButtonLink href="/sign-up" className="max-sm:hidden">
            Create account
          </ButtonLink>
        </nav>
      </header>
      <main className="mx-auto w-full max-w-5xl grow px-5 pt-12 pb-20 sm:pt-20">
        <div className="grid items-center gap-12 lg:grid-cols-[1.15fr_1fr]">
          <div>
            <h1 className="text-4xl font-semibold sm:text-5xl">
              Access control that reads the token, not the database.
            </h1>
            <p className="mt-5 max-w-prose text-lg text-muted-foreground">
              Sign-in, typed claims, gated pages and onboarding, wired together and tested in a real
              browser. Replace this page with yours.
            </p>
            <div className="mt-8 flex flex-wrap gap-3">
              <ButtonLink href="/sign-up" size="lg">
                Create account <ArrowRight aria-hidden="true" />
              </ButtonLink>
              <ButtonLink href="/dashboard" size="lg" variant="outline">
                Open dashboard
              </ButtonLink>
            </div>
          </div>
          <figure className="overflow-hidden rounded-2xl border bg-card shadow-xs">
            <figcaption className="border-b bg-muted px-5 py-3 text-sm text-muted-foreground">
              What each request carries, signed
            </figcaption>
            <dl className="divide-y px-5 font-mono text-sm">
              {TOKEN.map(([name, value]) => (
                <div key={name} className="flex items-baseline justify-between gap-4 py-3">
                  <dt className="text-muted-foreground">{name}</dt>
                  <dd className="font-medium text-primary">{value}</dd>
                </div>
              ))}
            </dl>
          </figure>
        </div>
        <h2 className="mt-20 text-xl font-semibold">Where to start</h2>
        <ul className="mt-5 grid gap-4 md:grid-cols-3">
          {STEPS.map(({ title, file, text }) => (
            <li key={title} className="flex">
              <Card className="flex flex-col gap-2">
                <CardTitle>{title}</CardTitle>
                <p className="text-sm text-muted-foreground">{text}</p>
                <p className="mt-auto flex items-center gap-1.5 pt-2 font-mono text-xs text-primary">
                  <FileCode2 aria-hidden="true" className="size-3.5 shrink-0" />
                  {file}
                </p>
              </Card>
            </li>
          ))}
        </ul>
      </main>
      <footer className="border-t">
        <p className="mx-auto max-w-5xl px-5 py-6 text-sm text-muted-foreground">
          MIT licensed. Yours to rename and ship.
        </p>
      </footer>
    </>
  );
}
