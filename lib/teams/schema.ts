import { z } from "zod";

/** Also the team's id and its claim: within what TEAM_ID_PATTERN of the claims admits. */
export const TEAM_SLUG_PATTERN = /^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/;

/** No 0, O, 1, I or L: people read codes to each other. */
export const TEAM_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const TEAM_CODE_LENGTH = 8;
export const TEAM_CODE_PATTERN = new RegExp(`^[${TEAM_CODE_ALPHABET}]{${TEAM_CODE_LENGTH}}$`);

/** `teams/{slug}` */
export const teamSchema = z.object({
  name: z.string(),
  /** Whoever has it may join. */
  code: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  memberCount: z.int().min(0),
});

export const MEMBER_ROLES = ["owner", "member"] as const;

/** `teams/{slug}/members/{userId}` */
export const memberSchema = z.object({
  displayName: z.string(),
  role: z.enum(MEMBER_ROLES),
  joinedAt: z.date(),
});

/** `teamCodes/{code}`: which team a code opens. */
export const teamCodeSchema = z.object({ teamId: z.string() });

export type Team = z.infer<typeof teamSchema>;
export type Member = z.infer<typeof memberSchema>;
