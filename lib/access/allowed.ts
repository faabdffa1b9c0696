import "server-only";
import { forbidden, notFound } from "next/navigation";
import type { Denial } from "~/lib/access/denial";
import { DbError, type Result } from "~/lib/firebase/errors";

/**
 * For pages: takes what a permission check on the data returned. When it said no, the visitor sees the page
 * for status 403, and when the data doesn't exist for them, the one for 404.
 * @example const [error, project] = allowed(await readProject(id, userId));
 * @returns the data, or another error of the store, for `<LoadFailure>`
 */
export function allowed<Data>([problem, data]: Result<Data, DbError | Denial>): Result<Data> {
  if (!problem) return [null, data];
  if (!(problem instanceof DbError)) return problem.kind === "no-rule" ? notFound() : forbidden();
  return problem.code === "not-found" ? notFound() : [problem, null];
}
