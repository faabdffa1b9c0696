import type { Metadata } from "next";
import { PageTitle } from "~/components/site/page-title";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { ButtonLink } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { readTeam } from "~/lib/teams/read-team";
import { LeaveTeam } from "./leave-team";

export const metadata: Metadata = { title: "Team" };

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });

export default async function TeamPage({ searchParams }: PageProps<"/team">) {
  const { userId, claims } = await requireAccess("/team");
  if (!claims.teamId) {
    return (
      <PageTitle title="Team">You are in no team. Teams are joined while onboarding.</PageTitle>
    );
  }
  const { after } = await searchParams;
  const cursor = typeof after === "string" && after ? after : null;
  const [error, found] = await readTeam(claims.teamId, cursor);
  if (error) {
    return (
      <Alert variant="destructive">
        <p>{error.message}</p>
        <ButtonLink href="/team" variant="outline" size="sm">
          Try again
        </ButtonLink>
      </Alert>
    );
  }
  if (!found) {
    return (
      <div className="space-y-6">
        <PageTitle title="Team">Your team no longer exists.</PageTitle>
        <LeaveTeam />
      </div>
    );
  }

  const { team, members } = found;
  return (
    <div className="space-y-6">
      <PageTitle title={team.name}>
        {team.memberCount === 1 ? "1 member" : `${team.memberCount} members`}
      </PageTitle>
      <Card className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <CardTitle>Invite others</CardTitle>
          <p className="mt-1 text-sm text-muted-foreground">
            They enter this code in their onboarding.
          </p>
        </div>
        <code className="rounded-lg bg-muted px-3 py-2 font-mono text-lg tracking-widest select-all">
          {team.code}
        </code>
      </Card>
      <Card aria-labelledby="members" className="overflow-x-auto">
        <CardTitle id="members">Members</CardTitle>
        <table className="mt-4 w-full text-left text-sm">
          <thead className="text-muted-foreground">
            <tr>
              <th className="pb-2 font-normal">Name</th>
              <th className="pb-2 font-normal">Role</th>
              <th className="pb-2 font-normal">Joined</th>
            </tr>
          </thead>
          <tbody className="divide-y border-t">
            {members.items.map(({ id, data }) => (
              <tr key={id}>
                <td className="py-3 pr-4 font-medium">
                  {data.displayName}
                  {id === userId ? (
                    <span className="font-normal text-muted-foreground"> (you)</span>
                  ) : null}
                </td>
                <td className="py-3 pr-4">
                  <Badge>{data.role === "owner" ? "Owner" : "Member"}</Badge>
                </td>
                <td className="py-3 whitespace-nowrap text-muted-foreground">
                  {DATE.format(data.joinedAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      <div className="flex justify-between">
        {cursor ? (
          <ButtonLink href="/team" variant="outline" size="sm">
            First page
          </ButtonLink>
        ) : (
          <span />
        )}
        {members.next ? (
          <ButtonLink
            href={`/team?${new URLSearchParams({ after: members.next })}`}
            variant="outline"
            size="sm"
          >
            Next page
          </ButtonLink>
        ) : null}
      </div>
      <LeaveTeam />
    </div>
  );
}
