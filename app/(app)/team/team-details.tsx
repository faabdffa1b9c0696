import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { PageTitle } from "~/components/site/page-title";
import { Day } from "~/components/site/time";
import { Badge } from "~/components/ui/badge";
import { ButtonLink } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import type { TeamView } from "~/lib/teams/read-team";
import { leaveOwnTeam, replaceCode } from "./actions";
import { CopyButton } from "./copy-button";

export function TeamDetails({ team, page }: { team: TeamView; page: number }) {
  return (
    <>
      <PageTitle title={team.name} />
      <Invite team={team} />
      <Members team={team} page={page} />
      <details className="text-sm">
        <summary className="w-fit cursor-pointer text-muted-foreground hover:text-foreground">
          Leave the team
        </summary>
        <ActionForm
          action={leaveOwnTeam}
          className="mt-4"
          confirm={{ title: `Leave ${team.name}?`, confirm: "Leave", destructive: true }}
        >
          <p>You need an invite code to come back. If you're the last member, the team is deleted.</p>
          <SubmitButton variant="destructive" size="sm" pending="Leaving…">
            Leave now
          </SubmitButton>
        </ActionForm>
      </details>
    </>
  );
}

function Invite({ team: { code, members } }: { team: TeamView }) {
  const isOwner = members.some((member) => member.isOwner && member.isYou);
  return (
    <Card aria-labelledby="invite" className="flex flex-wrap items-center justify-between gap-4">
      <div>
        <CardTitle id="invite">Invite code</CardTitle>
        <p className="mt-1 text-sm text-muted-foreground">Anyone with this code can join.</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <code className="rounded-lg bg-muted px-3 py-2 font-mono text-lg tracking-widest select-all">
          {code}
        </code>
        <CopyButton text={code} />
        {isOwner ? (
          <ActionForm
            action={replaceCode}
            confirm={{
              title: "Replace the invite code?",
              body: "The old code stops working at once.",
              confirm: "Replace code",
            }}
          >
            <SubmitButton variant="outline" size="sm" pending="Replacing…">
              New code
            </SubmitButton>
          </ActionForm>
        ) : null}
      </div>
    </Card>
  );
}

function Members({ team: { members, hasMore }, page }: { team: TeamView; page: number }) {
  return (
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
          {members.map(({ displayName, joinedAt, isOwner, isYou }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a user's id as the key would reach the browser
            <tr key={index}>
              <td className="py-3 pr-4 font-medium wrap-anywhere">
                {displayName}
                {isYou ? <span className="font-normal text-muted-foreground"> (you)</span> : null}
              </td>
              <td className="py-3 pr-4">
                <Badge>{isOwner ? "Owner" : "Member"}</Badge>
              </td>
              <td className="py-3 whitespace-nowrap text-muted-foreground">
                <Day at={joinedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <nav aria-label="Pages" className="flex justify-between">
        {page > 1 ? (
          <ButtonLink href={`/team?page=${page - 1}`} variant="outline" size="sm">
            Previous
          </ButtonLink>
        ) : null}
        {hasMore ? (
          <ButtonLink href={`/team?page=${page + 1}`} variant="outline" size="sm" className="ml-auto">
            Next
          </ButtonLink>
        ) : null}
      </nav>
    </Card>
  );
}
