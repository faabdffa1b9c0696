import { test } from "@playwright/test";
import type { Needs } from "../../../lib/auth/policy.ts";
import { findGated, type Gated } from "./gated.ts";

/** `findGated` for a test, which skips where the app has no such page at the moment. */
export function gatedBy(needs: Needs, options = {}): Gated {
  const found = findGated(needs, options);
  test.skip(!found, `nothing asks for ${JSON.stringify(needs)}`);
  if (!found) throw new Error("skipped");
  return found;
}
