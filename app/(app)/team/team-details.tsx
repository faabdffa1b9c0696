import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { Day } from "~/components/site/time";
import { Badge } from "~/components/ui/badge";
import { Card, CardTitle } from "~/components/ui/card";
import type { TeamView } from "~/lib/teams/read-team";
import { leaveOwnTeam, replaceCode } from "./actions";
import { CopyButton } from "./copy-button";

export function TeamDetails({ team, page }: { team: TeamView; page: number }) {
  return (
    <>
      <PageTitle title={team.name} />
      <Invite {...team} />
      <Members {...team} page={page} />
      <Leave {...team} isLast={page === 1 && !team.hasMore && team.members.length === 1} />
    </>
  );
}

function Leave({ id, name, isOwner, isLast }: TeamView & { isLast: boolean }) {
  const next = isOwner ? "The member who joined after you becomes the owner. " : "";
  const body = isLast
    ? `You're the only member, so this deletes ${name} and its invite code.`
    : `${next}You need an invite code to come back.`;
  return (
    <Card
      aria-labelledby="leave"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4"
    >
      <div>
        <CardTitle id="leave">Leave the team</CardTitle>
        <p className="text-sm text-muted-foreground">{body}</p>
      </div>
      <ActionForm
        action={leaveOwnTeam}
        confirm={{
          title: `Leave ${name}?`,
          body,
          confirm: isLast ? "Leave and delete" : "Leave",
          destructive: true,
        }}
      >
        <input type="hidden" name="teamId" value={id} />
        <SubmitButton variant="destructive" size="sm" pending="Leaving…">
          Leave now
        </SubmitButton>
      </ActionForm>
    </Card>
  );
}

function Invite({ code, isOwner }: TeamView) {
  return (
    <Card aria-labelledby="invite" className="flex flex-wrap items-center gap-3">
      <div className="grow">
        <CardTitle id="invite">Invite code</CardTitle>
        <p className="text-sm text-muted-foreground">Anyone with this code can join the team.</p>
      </div>
      <code className="rounded-lg bg-muted px-3 py-2 text-center font-mono text-lg tracking-widest select-all max-sm:basis-full">
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
    </Card>
  );
}

function Members({ members, hasMore, hasNames, page }: TeamView & { page: number }) {
  return (
    <Card aria-labelledby="members" className="space-y-4">
      <CardTitle id="members">Members</CardTitle>
      {hasNames ? null : <p className="text-sm">Names can't be shown just now.</p>}
      <ul aria-labelledby="members" className="divide-y border-t text-sm">
        {members.map(({ name, joinedAt, isOwner, isYou }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id as the key would reach the browser
          <li key={index} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
            <span className="font-medium wrap-anywhere">{name || "Member"}</span>
            {isYou ? <span className="text-muted-foreground">(you)</span> : null}
            {isOwner ? <Badge>Owner</Badge> : null}
            <span className="text-muted-foreground max-sm:basis-full sm:ml-auto">
              Joined <Day at={joinedAt} />
            </span>
          </li>
        ))}
      </ul>
      <Pagination
        previous={page > 1 ? `/team?page=${page - 1}` : null}
        next={hasMore ? `/team?page=${page + 1}` : null}
      />
    </Card>
  );
}
