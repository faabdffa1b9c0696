"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { refused } from "~/lib/access/denial";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import type { Result } from "~/lib/firebase/errors";
import { members } from "~/lib/teams/collections";
import { countTry, INVITE_CODE_PATTERN } from "~/lib/teams/invite-code";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";

const ENTER_NAME = "Enter a team name";
const ENTER_CODE = "Enter your team's code: 8 letters and digits, never 0, 1, I, L or O";

/** Copies the membership to the claim. If that fails, /team still shows the membership, and a button to repeat this. */
async function showTeam(userId: string): Promise<Result<never>> {
  const [readError, member] = await members.read(userId);
  if (readError) return [readError, null];
  const [error] = await updateUserMetadata(userId, { teamId: member?.teamId ?? null });
  return error ? [error, null] : redirect("/team");
}

export const createOwnTeam = action({
  name: "create-team",
  access: "/team",
  fresh: true, // The token of a deleted user counts for another minute.
  input: z.strictObject({ name: z.string(ENTER_NAME).trim().min(1, ENTER_NAME).max(60) }),
  async run({ name }, { session: { userId } }) {
    const [error] = await createTeam(name, userId);
    return error ? [error, null] : showTeam(userId);
  },
});

export const joinByCode = action({
  name: "join-team",
  access: "/team",
  fresh: true,
  input: z.strictObject({
    code: z.string(ENTER_CODE).trim().toUpperCase().regex(INVITE_CODE_PATTERN, ENTER_CODE),
  }),
  async run({ code }, { session: { userId } }) {
    // Not "too-often", for which the form would wait and send the same wrong code again.
    if ((await countTry(userId)) > 0) {
      return [refused("Too many tries. Try again in a minute."), null];
    }
    const [error] = await joinTeam(code, userId);
    return error ? [error, null] : showTeam(userId);
  },
});

export const leaveOwnTeam = action({
  name: "leave-team",
  access: "/team",
  input: z.strictObject({ teamId: z.uuid() }),
  async run({ teamId }, { session: { userId } }) {
    const [error] = await leaveTeam(userId, teamId);
    return error ? [error, null] : showTeam(userId);
  },
});

export const updateTeamClaim = action({
  name: "update-team-claim",
  access: "/team",
  run: (_input, { session }) => showTeam(session.userId),
});

export const replaceCode = action({
  name: "replace-code",
  access: "/team",
  async run(_input, { session }) {
    const result = await rotateCode(session.userId);
    revalidatePath("/team");
    return result;
  },
  message: () => "The team has a new code. The old one no longer works.",
});
