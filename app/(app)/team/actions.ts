"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { refused } from "~/lib/access/denial";
import { action } from "~/lib/access/action";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import { readUser, summarize } from "~/lib/auth/users";
import type { Result } from "~/lib/firebase/errors";
import { members } from "~/lib/teams/collections";
import { countTry, INVITE_CODE_PATTERN } from "~/lib/teams/invite-code";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";

const ENTER_CODE = "Enter the 8 letters and digits of your team's code";

async function personOf(userId: string): Promise<Result<{ userId: string; displayName: string }>> {
  const [error, user] = await readUser(userId);
  return error ? [error, null] : [null, { userId, displayName: summarize(user).name || "Member" }];
}

/** Copies the membership to the claim. When that fails, /team shows the truth and offers to repeat it. */
async function showTeam(userId: string, teamId: string | null): Promise<Result<never>> {
  const [error] = await updateUserMetadata(userId, { teamId });
  return error ? [error, null] : redirect("/team");
}

export const createOwnTeam = action({
  name: "create-team",
  access: "/team",
  // A deleted user's token is valid for another minute.
  fresh: true,
  input: z.strictObject({
    name: z.string("Enter a team name").trim().min(1, "Enter a team name").max(60),
  }),
  async run({ name }, { session: { userId } }) {
    const [unread, person] = await personOf(userId);
    if (unread) return [unread, null];
    const [error, teamId] = await createTeam(name, person);
    return error ? [error, null] : showTeam(userId, teamId);
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
    const wait = await countTry(userId);
    if (wait > 0) return [refused(`Too many tries. Try again in ${wait} seconds.`), null];
    const [unread, person] = await personOf(userId);
    if (unread) return [unread, null];
    const [error, teamId] = await joinTeam(code, person);
    return error ? [error, null] : showTeam(userId, teamId);
  },
});

export const leaveOwnTeam = action({
  name: "leave-team",
  access: "/team",
  input: z.strictObject({}),
  async run(_input, { session: { userId } }) {
    const [error] = await leaveTeam(userId);
    return error ? [error, null] : showTeam(userId, null);
  },
});

/** For a claim that differs from the membership, after a write that failed or a change elsewhere. */
export const updateTeamClaim = action({
  name: "update-team-claim",
  access: "/team",
  input: z.strictObject({}),
  async run(_input, { session: { userId } }) {
    const [error, member] = await members.read(userId);
    return error ? [error, null] : showTeam(userId, member?.teamId ?? null);
  },
});

export const replaceCode = action({
  name: "replace-code",
  access: "/team",
  input: z.strictObject({}),
  async run(_input, { session: { userId } }) {
    const [problem] = await rotateCode(userId);
    if (problem) return [problem, null];
    revalidatePath("/team");
    return [null, null];
  },
  message: () => "The team has a new code. The old one no longer works.",
});
