import type { Metadata } from "next";
import { z } from "zod";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { ButtonLink } from "~/components/ui/button-link";
import { Card } from "~/components/ui/card";
import { Empty } from "~/components/ui/empty";
import { requireAccess } from "~/lib/access/require-access";
import { readNameQueue } from "~/lib/moderation/names";
import { NameReview } from "./name-review";

export const metadata: Metadata = {
  title: "Moderation",
  description: "Names that no moderator has approved yet.",
};

const fromSchema = z.coerce.number().int().min(0).max(1_000_000).catch(0);

function emptyTitle(from: number, next: number | null): string {
  if (next) return `No name is waiting among the newest ${next} users`;
  return from > 0 ? "No more names to review" : "All names are reviewed";
}

export default async function ModerationPage({ searchParams }: PageProps<"/moderation">) {
  const { claims } = await requireAccess("/moderation");
  const from = fromSchema.parse((await searchParams).from);
  const [error, queue] = await readNameQueue(claims.role, from);
  if (error) return <LoadFailure title="Names to review" error={error} />;
  const { names, next } = queue;
  return (
    <div tabIndex={-1} className="space-y-6 outline-none">
      <PageTitle title="Names to review">
        Newest sign-ups first. A name comes back when its user changes it.
      </PageTitle>
      {names.length > 0 ? (
        <Card className="p-0">
          <ul aria-label="Names to review" className="divide-y">
            {names.map((user) => (
              <NameReview key={user.id} user={user} />
            ))}
          </ul>
        </Card>
      ) : (
        <Empty title={emptyTitle(from, next)}>
          {next || from > 0 ? null : (
            <ButtonLink href="/dashboard" variant="outline" size="sm">
              Back to dashboard
            </ButtonLink>
          )}
        </Empty>
      )}
      <Pagination
        previous={from > 0 ? "/moderation" : null}
        next={next ? `/moderation?from=${next}` : null}
        labels={["Newest", "Next"]}
      />
    </div>
  );
}
