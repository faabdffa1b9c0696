import { ButtonLink } from "~/components/ui/button";
import { type OpenStep, stepPath } from "~/lib/onboarding/open-step";

/** What was answered so far, with a link to change each answer. */
export function AnswerList({ step: { places, open, from } }: { step: OpenStep }) {
  return (
    <dl className="divide-y text-sm">
      {places
        .filter(({ summary }) => summary)
        .map(({ slug, title, summary }) => (
          <div key={slug} className="flex items-center justify-between gap-4 py-2 first:pt-0">
            <div className="min-w-0">
              <dt className="text-muted-foreground">{title}</dt>
              <dd className="break-words">{summary}</dd>
            </div>
            {open.includes(slug) ? (
              <ButtonLink href={stepPath(slug, from)} variant="ghost" size="sm">
                Change<span className="sr-only"> {title}</span>
              </ButtonLink>
            ) : null}
          </div>
        ))}
    </dl>
  );
}
