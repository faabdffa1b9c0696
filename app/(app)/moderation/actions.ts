"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { userIdSchema } from "~/lib/auth/user-id";
import { reviewName, VERDICTS } from "~/lib/moderation/names";

export const judgeName = action({
  name: "judge-name",
  access: "/moderation",
  fresh: true,
  input: z.strictObject({
    userId: userIdSchema,
    name: z.string().max(500),
    verdict: z.enum(VERDICTS),
  }),
  async run(review, { session: { userId, claims } }) {
    const [problem] = await reviewName({ userId, role: claims.role }, review);
    revalidatePath("/moderation");
    return problem ? [problem, null] : [null, review.verdict];
  },
  message: (verdict) => `Name ${verdict}.`,
});
