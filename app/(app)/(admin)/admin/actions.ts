"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "~/lib/access/action";
import * as change from "~/lib/auth/change-user";
import { claimsSchema } from "~/lib/auth/claims";
import { privateMetadataFields } from "~/lib/auth/private-metadata";
import { scanUsers, summarize } from "~/lib/users";

const { role, plan } = claimsSchema.shape;
const userId = z.string("is missing");

/** Looks on through all users for those with a role and a plan, from `offset`. */
export const findUsers = action({
  name: "find-users",
  access: "/admin",
  input: z.strictObject({
    query: z.string().max(100),
    role: role.nullable(),
    plan: plan.nullable(),
    offset: z.int().min(0),
  }),
  run: ({ offset, ...filter }) => scanUsers(filter, offset),
});

/** Changes another user's role and plan. Asks Clerk whether the acting user is an admin still. */
export const changeAccess = action({
  name: "change-access",
  access: "/admin",
  fresh: true,
  input: z.strictObject({ userId, role, plan, seenRole: role, seenPlan: plan }),
  async run(input, { session, log }) {
    const [error, user] = await change.changeAccess(
      { actorId: session.userId, userId: input.userId, log },
      { role: input.seenRole, plan: input.seenPlan },
      { role: input.role, plan: input.plan },
    );
    // The page shows the user as they are now, whatever came of it.
    revalidatePath("/admin", "layout");
    return error ? [error, null] : [null, summarize(user)];
  },
  message: ({ name, email }) =>
    `Saved. ${name || email} has it at the next refresh of their token, within a minute.`,
});

/** An empty field deletes what was there. */
function emptyIsNull<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === "" ? null : value), schema.nullable());
}

const { internalNotes, apiQuotaOverride, billingId } = privateMetadataFields.shape;

/** Changes the fields of a user that only the server may see. */
export const savePrivateMetadata = action({
  name: "save-private-metadata",
  access: "/admin",
  fresh: true,
  input: z.strictObject({
    userId,
    seenChange: emptyIsNull(z.uuid()),
    internalNotes: emptyIsNull(internalNotes),
    apiQuotaOverride: z.preprocess(
      (value) => (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value),
      emptyIsNull(apiQuotaOverride),
    ),
    billingId: emptyIsNull(billingId),
  }),
  async run({ userId: id, seenChange, ...fields }, { session, log }) {
    const [error] = await change.changePrivateMetadata(
      { actorId: session.userId, userId: id, log },
      seenChange,
      fields,
    );
    revalidatePath("/admin", "layout");
    return error ? [error, null] : [null, null];
  },
  message: () => "Saved.",
});
