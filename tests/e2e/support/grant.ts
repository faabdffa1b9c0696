import type { Browser } from "@playwright/test";
import type { Claims } from "../../../lib/auth/claims.ts";
import { chooseAccess, confirmChange, expectSaved } from "./change-access.ts";
import type { LocalServices } from "./local.ts";

/** Changes a user's role or plan as an admin does, in a browser of their own. */
export async function grantAsAdmin(
  browser: Browser,
  local: LocalServices,
  userId: string,
  change: Partial<Pick<Claims, "role" | "plan">>,
): Promise<void> {
  const context = await browser.newContext();
  await local.signIn(context, "user_local_admin");
  const page = await context.newPage();
  await page.goto(`/admin/${userId}`);
  await chooseAccess(page, change);
  await confirmChange(page);
  await expectSaved(page);
  await context.close();
}
