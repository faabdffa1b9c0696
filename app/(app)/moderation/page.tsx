import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { readNameQueue } from "~/lib/moderation/names";
import { NameReview } from "./name-review";

export const metadata: Metadata = { title: "Moderation" };

export default async function ModerationPage({ searchParams }: PageProps<"/moderation">) {
  await requireAccess("/moderation");
  const wanted = Math.trunc(Number((await searchParams).page));
  const page = wanted >= 1 && wanted <= 10_000 ? wanted : 1;
  return (
    <div className="space-y-6">
      <PageTitle title="Names to review">
        What people call themselves, newest sign-ups first. A name that is changed comes up again.
      </PageTitle>
      <Queue page={page} />
    </div>
  );
}

async function Queue({ page }: { page: number }) {
  const [error, queue] = await readNameQueue(page);
  if (error) return <LoadFailure error={error} />;
  return (
    <>
      {queue.users.length > 0 ? (
        <Card className="p-0">
          <ul aria-label="Names to review" className="divide-y">
            {queue.users.map((user) => (
              <NameReview key={user.id} user={user} />
            ))}
          </ul>
        </Card>
      ) : (
        <p className="text-muted-foreground">No name is waiting here.</p>
      )}
      {page > 1 || queue.next ? (
        <nav aria-label="Pages" className="flex justify-between gap-4">
          {page > 1 ? (
            <ButtonLink href={`/moderation?page=${page - 1}`} variant="outline" size="sm">
              Newer sign-ups
            </ButtonLink>
          ) : (
            <span />
          )}
          {queue.next ? (
            <ButtonLink href={`/moderation?page=${queue.next}`} variant="outline" size="sm">
              Older sign-ups
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
    </>
  );
}
