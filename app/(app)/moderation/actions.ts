"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { reviewName, VERDICTS } from "~/lib/moderation/names";

/** Approves a user's name or takes it away. */
export const judgeName = action({
  name: "judge-name",
  access: "/moderation",
  fresh: true,
  input: z.strictObject({
    userId: z.string("is missing"),
    name: z.string("is missing").max(500),
    verdict: z.enum(VERDICTS),
  }),
  async run(review, { session }) {
    const { userId, claims } = session;
    const result = await reviewName({ userId, role: claims.role }, review);
    revalidatePath("/moderation");
    return result;
  },
});
