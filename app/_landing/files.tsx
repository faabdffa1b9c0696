import { FileCode2 } from "lucide-react";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "~/components/ui/card";
import { SITE } from "~/lib/site";

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
    text: "Add a step and its page. Answers are saved step by step. When all are in, one claim says so.",
  },
  {
    title: "Replace this page with yours",
    file: "app/page.tsx",
    text: "Delete app/_landing with it. Name, description and the link to your source are in lib/site.ts.",
  },
];

const DOCS = [
  ["README.md", "Run it, extend it, go live"],
  ["docs/architecture.md", "Where things are, and why"],
  ["docs/freshness.md", "When a changed claim counts"],
  ["docs/access.md", "Who may open what"],
  ["docs/going-live.md", "Clerk, Firestore and Vercel, step by step"],
] as const;

export function FirstSteps() {
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {STEPS.map(({ title, file, text }) => (
        <li key={title} className="flex">
          <Card className="grow">
            <CardHeader>
              <CardTitle>{title}</CardTitle>
              <CardDescription>{text}</CardDescription>
            </CardHeader>
            <CardContent className="flex items-center gap-1.5 text-xs text-primary">
              <FileCode2 aria-hidden="true" className="size-3.5 shrink-0" />
              <SourceLink file={file} />
            </CardContent>
          </Card>
        </li>
      ))}
    </ul>
  );
}

export function Documentation() {
  return (
    <dl className="grid gap-x-8 gap-y-4 text-sm sm:grid-cols-2">
      {DOCS.map(([file, text]) => (
        <div key={file}>
          <dt className="text-primary">
            <SourceLink file={file} />
          </dt>
          <dd className="text-muted-foreground">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A file of the project: a link to it where the source is published. */
function SourceLink({ file }: { file: string }) {
  const name = <code className="font-mono">{file}</code>;
  return SITE.source ? (
    <a href={`${SITE.source}/blob/main/${file}`} className="underline underline-offset-4">
      {name}
    </a>
  ) : (
    name
  );
}
