"use server";

import type { Route } from "next";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import { leaveTeam } from "~/lib/teams/membership";

/**
 * Takes the visitor out of their team: first in Firestore, then in their claims, so that it can be
 * repeated when the second fails.
 */
export const leaveOwnTeam = action({
  name: "leave-team",
  access: "/team",
  input: z.strictObject({}),
  changesClaims: true,
  async run(_input, { session: { userId, claims } }) {
    if (claims.teamId) {
      const [leaveError] = await leaveTeam(claims.teamId, userId);
      if (leaveError) return [leaveError, null];
    }
    const [error] = await updateUserMetadata(userId, { teamId: null });
    if (error) return [error, null];
    const redirectTo: Route = "/team";
    return [null, { redirectTo }];
  },
});
