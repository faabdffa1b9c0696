import { ArrowRight, FileCheck2, Globe, ShieldCheck, Split } from "lucide-react";

const STEPS = [
  {
    Icon: Globe,
    title: "Browser",
    text: "Sends Clerk’s signed session token. Role, plan and team are in it.",
  },
  {
    Icon: Split,
    title: "proxy.ts",
    text: "Verifies the token without the network and decides. A denial is a redirect, a 403 page or JSON, after one question to Clerk for newer claims.",
  },
  {
    Icon: ShieldCheck,
    title: "requireAccess()",
    text: "The page’s first line decides again, by the same table. This is the enforcement.",
  },
  {
    Icon: FileCheck2,
    title: "Your page",
    text: "Renders with typed claims. An allowed request has made no call to Clerk.",
  },
];

export function RequestFlow() {
  return (
    <div className="grid gap-x-8 lg:grid-cols-4">
      <ol className="contents">
        {STEPS.map(({ Icon, title, text }, index) => (
          <li key={title} className="relative rounded-2xl border bg-card p-5 shadow-xs max-lg:mb-8">
            <p className="flex items-center gap-2 font-mono text-sm font-semibold">
              <Icon aria-hidden="true" className="size-4 text-primary" />
              {title}
            </p>
            <p className="mt-2 text-sm text-muted-foreground">{text}</p>
            {index < STEPS.length - 1 ? (
              <ArrowRight
                aria-hidden="true"
                className="absolute top-full left-1/2 mt-1.5 size-5 -translate-x-1/2 rotate-90 text-primary lg:top-1/2 lg:left-full lg:mt-0 lg:ml-1.5 lg:translate-x-0 lg:-translate-y-1/2 lg:rotate-0"
              />
            ) : null}
          </li>
        ))}
      </ol>
      <div className="text-center lg:col-span-2 lg:col-start-2">
        <div
          aria-hidden="true"
          className="mx-[25%] h-8 rounded-b-lg border-x border-b border-dashed border-input max-lg:hidden"
        />
        <p className="inline-block rounded-xl border border-dashed border-input px-4 py-2 text-sm lg:mt-4">
          Both ask <code className="font-mono">decide(path, claims)</code>, which reads the table
          below
        </p>
      </div>
    </div>
  );
}
