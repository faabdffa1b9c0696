import { createClerkClient } from "@clerk/backend";
import {
  CLAIM_NAMES,
  CLAIMS_BUDGET_BYTES,
  claimsSize,
  SESSION_TOKEN_TEMPLATE,
} from "../../lib/auth/claims.ts";
import { withDeadline } from "../../lib/calls/deadline.ts";
import { type Finding, noAnswer, ok, type Patient, problem, warning } from "./finding.ts";

const SUBJECT = "Session token";
const MEND = `The JSON in the Clerk Dashboard, Sessions, Customize session token, must be ${JSON.stringify(SESSION_TOKEN_TEMPLATE)}. \`npm run setup:clerk\` sets it.`;
/** Users to look at: the ones who were active last are the likeliest to have a session. */
const USERS = 10;

/** A token as a browser would get it now, or null when nobody is signed in. */
async function mintToken({ env }: Patient): Promise<string | null> {
  const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl } = env;
  const { users, sessions } = createClerkClient({ secretKey, ...(apiUrl && { apiUrl }) });
  const { data } = await users.getUserList({ orderBy: "-last_active_at", limit: USERS });
  for (const { id: userId } of data) {
    const [session] = (await sessions.getSessionList({ userId, status: "active", limit: 1 })).data;
    if (session) return (await sessions.getToken(session.id)).jwt;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function findingOf(metadata: unknown): Finding {
  if (!isRecord(metadata)) {
    return problem(
      SUBJECT,
      `has no claims, so every user counts as new and on the free plan. ${MEND}`,
    );
  }
  const names: readonly string[] = CLAIM_NAMES;
  const missing = names.filter((name) => !Object.hasOwn(metadata, name));
  if (missing.length > 0) return problem(SUBJECT, `lacks ${missing.join(", ")}. ${MEND}`);
  if (Object.keys(metadata).some((name) => !names.includes(name))) {
    return warning(SUBJECT, `has claims that this app doesn't know. ${MEND}`);
  }
  if (claimsSize(metadata) > CLAIMS_BUDGET_BYTES) {
    return problem(
      SUBJECT,
      `has more than ${CLAIMS_BUDGET_BYTES} bytes of claims. Browsers drop a larger cookie.`,
    );
  }
  return ok(SUBJECT, "carries the claims.");
}

/** Whether the session token is customized as this app reads it: of a real session, where there is one. */
export async function checkSessionToken(patient: Patient): Promise<Finding[]> {
  if (!patient.has("CLERK_SECRET_KEY")) return [];
  try {
    const token = await withDeadline(() => mintToken(patient), patient.deadlineMs);
    if (!token) {
      return [
        warning(
          SUBJECT,
          `can't be checked, because no user is signed in. Sign in to the app and run this again. ${MEND}`,
        ),
      ];
    }
    const payload: unknown = JSON.parse(
      Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
    );
    return [findingOf(isRecord(payload) ? payload.metadata : undefined)];
  } catch (error) {
    const finding = warning(
      SUBJECT,
      `can't be checked, because Clerk didn't answer as it should. ${MEND}`,
    );
    // Clerk's SDK gives its errors the status of the answer.
    return [Object(error).status ? finding : noAnswer(finding)];
  }
}
