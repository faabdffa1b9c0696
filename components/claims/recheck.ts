"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { safeReturnPath } from "~/lib/access/return-path";
import { decide } from "~/lib/auth/policy";
import { DbError } from "~/lib/firebase/errors";

/**
 * Looks again, with the token as it is now, whether the visitor may open the path they were denied.
 * When they may, the pages cached in their browser are dropped, denials among them.
 */
export const recheck = action({
  name: "recheck",
  access: "/onboarding",
  input: z.strictObject({ from: z.string() }),
  async run({ from }, { session }) {
    const path = safeReturnPath(from);
    if (!path) {
      return [
        DbError.validation({ resource: "recheck", message: "Not a page of this site." }),
        null,
      ];
    }
    const [pathname = path] = path.split("?");
    const allowed = decide(pathname, session.claims).kind === "allow";
    if (allowed) revalidatePath("/", "layout");
    return [null, { allowed }];
  },
});
