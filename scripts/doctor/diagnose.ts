import { OLDEST_NODE } from "../../lib/env/supported-node.ts";
import { checkClerkKeys } from "./clerk-keys.ts";
import { type Finding, ok, type Patient, problem } from "./finding.ts";
import { checkFirestore } from "./firestore.ts";
import { checkSessionToken } from "./session-token.ts";
import { checkVariables } from "./variables.ts";

export function checkNodeVersion(version: string): Finding {
  return version.localeCompare(OLDEST_NODE, "en", { numeric: true }) < 0
    ? problem("Node", `is ${version}. Install ${OLDEST_NODE} or newer.`)
    : ok("Node", `is ${version}.`);
}

/** One line in the place of one for each service, where none of several has answered. */
function joinSilence(findings: Finding[], isLocal: boolean): Finding[] {
  const silent = findings.filter(({ silence }) => silence === "no answer");
  if (silent.length < 2 || findings.some(({ silence }) => !silence)) return findings;
  const joined = isLocal
    ? problem("Local services", "don't answer. Start them again: `npm run dev`.")
    : problem("Network", "leads nowhere: no service has answered. Check the connection.");
  return [joined, ...findings.filter(({ silence }) => silence === "not asked")];
}

/**
 * Looks at everything, in the order in which a person would mend it. Only the local services may be
 * local: in a deployment's variables whatever points at them is a problem, as it is to a build.
 */
export async function diagnose(
  env: Patient["env"],
  options: Partial<Pick<Patient, "isLocal" | "deadlineMs" | "now" | "firestoreRest">> = {},
): Promise<Finding[]> {
  const { isLocal = false } = options;
  const variables = checkVariables(env, isLocal);
  const wrong = new Set(
    variables.filter((one) => one.status === "problem").map((one) => one.subject),
  );
  const patient: Patient = {
    deadlineMs: 8_000,
    now: Date.now,
    firestoreRest: "https://firestore.googleapis.com",
    ...options,
    env,
    isLocal,
    has: (name) => Boolean(env[name]) && !wrong.has(name),
  };
  const calls = await Promise.all([
    checkClerkKeys(patient),
    checkSessionToken(patient),
    checkFirestore(patient),
  ]);
  const called = joinSilence(calls.flat(), isLocal);
  return [checkNodeVersion(process.versions.node), ...variables, ...called].map(
    ({ status, subject, text }) => ({ status, subject, text }),
  );
}
