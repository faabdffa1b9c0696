import { ArrowRight, FileCode2 } from "lucide-react";
import { Header } from "~/components/site/header";
import { ThemeToggle } from "~/components/site/theme-toggle";
import { ButtonLink } from "~/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "~/components/ui/card";

const STEPS = [
  {
    title: "Gate a page",
    file: "lib/auth/policy.ts",
    text: "Add one line that says who may open it. The proxy, the guards, the navigation and the tests follow.",
  },
  {
    title: "Add a role or a plan",
    file: "lib/auth/claims.ts",
    text: "Add a word and its name. TypeScript flags every place that needs updating.",
  },
  {
    title: "Extend onboarding",
    file: "lib/onboarding/steps.ts",
    text: "Add a step and its page. Answers are saved step by step, and one claim says that all are given.",
  },
];

const TOKEN = [
  ["role", '"admin"'],
  ["plan", '"pro"'],
  ["onboardingComplete", "true"],
] as const;

/** One rule and one write: all that an app built on this has to say. */
const CODE = `// lib/auth/policy.ts
"/reports": { who: "onboarded", plan: "pro" },

// a server action
const [error] = await updateUserMetadata(userId, { plan: "pro" });
if (error) return [error, null];
redirect("/reports");`;

export default function LandingPage() {
  return (
    <>
      <Header>
        <ThemeToggle />
        <nav aria-label="Account" className="flex items-center gap-2">
          <ButtonLink href="/sign-in" variant="ghost">
            Sign in
          </ButtonLink>
          <ButtonLink href="/sign-up" className="max-sm:hidden">
            Create account
          </ButtonLink>
        </nav>
      </Header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-5xl grow px-5 pt-12 pb-20 sm:pt-20"
      >
        <div className="grid items-center gap-12 lg:grid-cols-[1.1fr_1fr]">
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
            <p className="mt-4 text-sm text-muted-foreground">
              Running locally? The sign-in page lists a user for every role and plan.
            </p>
          </div>
          <figure className="overflow-hidden rounded-2xl border bg-card font-mono text-sm shadow-xs">
            <figcaption className="border-b bg-muted px-5 py-3 font-sans text-muted-foreground">
              In every request’s signed token
            </figcaption>
            <dl className="divide-y px-5">
              {TOKEN.map(([name, value]) => (
                <div key={name} className="flex items-baseline justify-between gap-4 py-3">
                  <dt className="text-muted-foreground">{name}</dt>
                  <dd className="font-medium text-primary">{value}</dd>
                </div>
              ))}
            </dl>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable */}
            <pre tabIndex={0} className="overflow-x-auto border-t bg-muted px-5 py-4 text-xs">
              {CODE}
            </pre>
          </figure>
        </div>
        <h2 className="mt-20 text-xl font-semibold">Where to start</h2>
        <ul className="mt-5 grid gap-4 md:grid-cols-3">
          {STEPS.map(({ title, file, text }) => (
            <li key={title} className="flex">
              <Card>
                <CardHeader>
                  <CardTitle>{title}</CardTitle>
                  <CardDescription>{text}</CardDescription>
                </CardHeader>
                <CardContent className="flex items-center gap-1.5 font-mono text-xs text-primary">
                  <FileCode2 aria-hidden="true" className="size-3.5 shrink-0" />
                  {file}
                </CardContent>
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
