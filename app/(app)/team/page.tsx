import type { Metadata } from "next";
import { z } from "zod";
import { ActionForm } from "~/components/form/action-form";
import { TextField } from "~/components/form/fields";
import { SubmitButton } from "~/components/form/submit-button";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Alert } from "~/components/ui/alert";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { readTeam } from "~/lib/teams/read-team";
import { createOwnTeam, joinByCode, updateTeamClaim } from "./actions";
import { TeamDetails } from "./team-details";

export const metadata: Metadata = {
  title: "Team",
  description: "Your team, its members and its invite code.",
};

const pageSchema = z.coerce.number().int().min(1).max(1_000).catch(1);

export default async function TeamPage({ searchParams }: PageProps<"/team">) {
  const { userId, claims } = await requireAccess("/team");
  const page = pageSchema.parse((await searchParams).page);
  const [error, team] = await readTeam(userId, page);
  if (error) return <LoadFailure title="Team" error={error} />;
  return (
    <div className="space-y-6">
      {claims.teamId === (team?.id ?? null) ? null : <OutdatedClaim />}
      {team ? <TeamDetails team={team} page={page} /> : <NoTeam />}
    </div>
  );
}

function OutdatedClaim() {
  return (
    <Alert variant="warning">
      <p>This page is up to date, but other pages still show your old team.</p>
      <ActionForm action={updateTeamClaim}>
        <SubmitButton variant="outline" size="sm" pending="Updating…">
          Update them
        </SubmitButton>
      </ActionForm>
    </Alert>
  );
}

function NoTeam() {
  return (
    <>
      <PageTitle title="Team">You're not on a team yet.</PageTitle>
      <div className="grid gap-6 sm:grid-cols-2">
        <Card className="space-y-4">
          <CardTitle>Create a team</CardTitle>
          <ActionForm action={createOwnTeam}>
            <TextField name="name" label="Team name" maxLength={60} autoComplete="organization" />
            <SubmitButton pending="Creating…">Create team</SubmitButton>
          </ActionForm>
        </Card>
        <Card className="space-y-4">
          <CardTitle>Join a team</CardTitle>
          <ActionForm action={joinByCode}>
            <TextField
              name="code"
              label="Invite code"
              autoCapitalize="characters"
              autoComplete="off"
              spellCheck={false}
            />
            <SubmitButton pending="Joining…">Join team</SubmitButton>
          </ActionForm>
        </Card>
      </div>
    </>
  );
}
