import { ButtonLink } from "~/components/ui/button-link";
import { type OpenStep, stepPath } from "~/lib/onboarding/open-step";

/** What was answered so far, with a link to change each answer. */
export function AnswerList({ step: { places, open, from } }: { step: OpenStep }) {
  return (
    <ul className="divide-y text-sm">
      {places
        .filter(({ summary }) => summary)
        .map(({ slug, title, summary }) => (
          <li key={slug} className="flex items-center justify-between gap-4 py-2 first:pt-0">
            <div className="min-w-0">
              <p className="text-muted-foreground">{title}</p>
              <p className="break-words whitespace-pre-line">{summary}</p>
            </div>
            {open.includes(slug) ? (
              <ButtonLink href={stepPath(slug, from)} variant="ghost" size="sm" className="-mr-3">
                Change<span className="sr-only"> {title}</span>
              </ButtonLink>
            ) : null}
          </li>
        ))}
    </ul>
  );
}
