export interface Mutant {
  /** The defence that is taken away. */
  without: string;
  file: string;
  /** Stands in the file once. */
  code: string;
  /** What stands there instead; nothing by default. */
  instead?: string;
  /** The test files of which one must fail. */
  tests: string[];
}

const CHECK = ["lib/access/check.test.ts"];
const CALLS = ["lib/access/action.test.ts"];
const COOKIE = ["lib/auth/newer-claims.test.ts"];
const POLICY = ["lib/auth/policy.test.ts"];
const ROUTES = ["lib/auth/routes.test.ts"];
const RETURN = ["lib/request/return-path.test.ts"];
const PROXY = ["tests/source/proxy-matcher.test.ts"];
const CSP = ["lib/proxy/content-security-policy.test.ts"];
const ENTRY = ["lib/onboarding/entry.test.ts"];
const WEBHOOK = ["app/api/webhooks/clerk/route.test.ts"];
const GATE = ["lib/proxy/gate.test.ts"];
const METADATA = ["lib/auth/user-metadata.test.ts"];

/** Every defence that a test without a browser must miss when it is gone. An example has its own. */
export const MUTANTS: Mutant[] = [
  {
    without: "the guard of API routes",
    file: "lib/access/api-route.ts",
    code: "    if (denial) return apiDenial(denial);\n",
    tests: CALLS,
  },
  {
    without: "the guard of actions",
    file: "lib/access/action.ts",
    code: "    if (denial) {\n",
    instead: "    if (denial && !spec) {\n",
    tests: CALLS,
  },
  {
    without: "the decision in the check",
    file: "lib/access/check.ts",
    code: '  if (decision.kind !== "allow") return [decision, null];\n',
    tests: CHECK,
  },
  {
    without: "the question whether the session lives",
    file: "lib/access/check.ts",
    code: "!isLive || ",
    tests: CHECK,
  },
  {
    without: "the question whether the user is banned",
    file: "lib/access/check.ts",
    code: " || user.banned",
    tests: CHECK,
  },
  {
    without: "the claims that Clerk has just given",
    file: "lib/access/check.ts",
    code: "const decision = decide(path, claims);",
    instead: "const decision = decide(path, session.claims);",
    tests: CHECK,
  },
  {
    without: "failing closed when Clerk is down",
    file: "lib/access/check.ts",
    code: "if (error) return UNCONFIRMED;",
    instead: "if (error) return [null, session];",
    tests: CHECK,
  },
  {
    without: "the limit of calls",
    file: "lib/access/check.ts",
    code: "if (retryAfterMs > 0)",
    instead: "if (retryAfterMs < 0)",
    tests: CHECK,
  },
  {
    without: "the role in a rule",
    file: "lib/auth/policy.ts",
    code: "rule.role && !atLeast(ROLES, claims.role, rule.role)",
    instead: "rule.role && !claims",
    tests: POLICY,
  },
  {
    without: "the plan in a rule",
    file: "lib/auth/policy.ts",
    code: "rule.plan && !atLeast(PLANS, claims.plan, rule.plan)",
    instead: "rule.plan && !claims",
    tests: POLICY,
  },
  {
    without: "onboarding before everything else",
    file: "lib/auth/policy.ts",
    code: '  if (!claims.onboardingComplete) return { kind: "onboarding" };\n',
    tests: POLICY,
  },
  {
    without: "the refusal of other spellings of a path",
    file: "lib/auth/routes.ts",
    code: " && segments.every((segment) => SEGMENT.test(segment))",
    tests: ROUTES,
  },
  {
    without: "the order of routes",
    file: "lib/auth/routes.ts",
    code: "(fixed && search(fixed, segments, depth + 1)) ??",
    tests: ROUTES,
  },
  {
    without: "the rule of a metadata file's page",
    file: "lib/auth/routes.ts",
    code: " ?? branch.route)) ??",
    instead: ")) ??",
    tests: ROUTES,
  },
  {
    without: "the refusal of two rules for one path",
    file: "lib/auth/routes.ts",
    code: "if (branch[place]) {",
    instead: "if (branch[place] && !place) {",
    tests: ROUTES,
  },
  {
    without: "least privilege for what is malformed",
    file: "lib/auth/claims.ts",
    code: "return success ? [[name, data] as const] : [];",
    instead: "return [[name, success ? data : own.get(name)] as const];",
    tests: ["lib/auth/claims.test.ts"],
  },
  {
    without: "the signature of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: "  if (!timingSafeEqual(given, expected)) return null;\n",
    tests: COOKIE,
  },
  {
    without: "the user of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: "data.sub !== userId || ",
    tests: COOKIE,
  },
  {
    without: "the session of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: " || data.sid !== sessionId",
    tests: COOKIE,
  },
  {
    without: "the organization of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: "  if (data.org !== organizationOf(token.payload)) return null;\n",
    tests: COOKIE,
  },
  {
    without: "the end of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: " || data.exp <= now",
    tests: COOKIE,
  },
  {
    without: "the age of the newer-claims cookie",
    file: "lib/auth/newer-claims.ts",
    code: "  if (Math.floor(data.at / 1_000) < token.readAt) return null;\n",
    tests: COOKIE,
  },
  {
    without: "every answer before onboarding ends",
    file: "lib/onboarding/finish.ts",
    code: '    if (current !== "finish") redirect("/onboarding");\n',
    tests: ["app/onboarding/actions.test.ts"],
  },
  {
    without: "the most that a step stores",
    file: "lib/onboarding/entry.ts",
    code: "> MOST_BYTES",
    instead: "< 0",
    tests: ENTRY,
  },
  {
    without: "the refusal of files in a step",
    file: "lib/onboarding/entry.ts",
    code: "one instanceof File",
    instead: "!one",
    tests: ENTRY,
  },
  {
    without: "the origin of a return path",
    file: "lib/request/return-path.ts",
    code: 'url.origin !== BASE || url.pathname.startsWith("//")',
    instead: "!url",
    tests: RETURN,
  },
  {
    without: "the refusal of a page's way to itself",
    file: "lib/request/return-path.ts",
    code: ", here]",
    instead: "]",
    tests: RETURN,
  },
  {
    without: "paths with an extension in the proxy",
    file: "proxy.ts",
    code: "|icon\\\\.svg$)",
    instead: "|.*\\\\.svg$)",
    tests: PROXY,
  },
  {
    without: "the gate of metadata files, which no page guards",
    file: "proxy.ts",
    code: " || isUnguarded) {",
    instead: ") {",
    tests: ["lib/proxy/metadata-files.test.ts"],
  },
  {
    without: "the refusal of null tokens",
    file: "lib/proxy/null-tokens.ts",
    code: 'name.startsWith("__") && isNullToken(value)',
    instead: "!name",
    tests: ["lib/proxy/null-tokens.test.ts"],
  },
  {
    without: "the nonce",
    file: "lib/proxy/content-security-policy.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    code: "`'self' 'nonce-${nonce}' 'strict-dynamic'",
    instead: "`'self' 'unsafe-inline'",
    tests: CSP,
  },
  {
    without: "the policy for inline styles",
    file: "lib/proxy/content-security-policy.ts",
    code: "isDevelopment ? \"'unsafe-inline'\"",
    instead: "!isDevelopment ? \"'unsafe-inline'\"",
    tests: CSP,
  },
  {
    without: "the signature of a webhook",
    file: "lib/webhooks/webhook-route.ts",
    code: 'if (!verified) return refuse(401, "bad-signature", "The signature is wrong.");',
    tests: WEBHOOK,
  },
  {
    without: "the limit of a form's lists",
    file: "lib/input/form.ts",
    code: "    if (/\\[\\d{3,}\\]/.test(name)) return null;\n",
    tests: CALLS,
  },
  {
    without: "redaction",
    file: "lib/log/redact.ts",
    code: "isSecret ? CENSORED : walk(item, path)",
    instead: "walk(item, path)",
    tests: ["lib/logger.test.ts"],
  },
  {
    without: "the refusal of local services in production",
    file: "lib/env/local-services.ts",
    code: "  if (local.length === 0) return null;\n",
    instead: "  if (local.length >= 0) return null;\n",
    tests: ["lib/env.test.ts"],
  },
  {
    without: "the 404 of paths without a rule",
    file: "proxy.ts",
    code: 'if (decision.kind === "no-rule" || isUnguarded) {',
    instead: "if (isUnguarded) {",
    tests: GATE,
  },
  {
    without: "the proxy's refusal of API calls",
    file: "proxy.ts",
    code: '      if (pathname.startsWith("/api/")) return apiDenial(decision);\n',
    tests: GATE,
  },
  {
    without: "the proxy's refusal of documents",
    file: "proxy.ts",
    code: "if (!isDocument(request)) return",
    instead: "if (request) return",
    tests: GATE,
  },
  {
    without: "the status of a denied page",
    file: "proxy.ts",
    code: "status: 403,",
    instead: "status: 200,",
    tests: GATE,
  },
  {
    without: "the key that verifies tokens without a call",
    file: "proxy.ts",
    code: "...(jwtKey && { jwtKey }),",
    tests: GATE,
  },
  {
    without: "the authorized parties",
    file: "proxy.ts",
    code: "...(authorizedParties && { authorizedParties }),",
    tests: ["lib/proxy/refused-session.test.ts"],
  },
  {
    without: "the taking off of null tokens",
    file: "proxy.ts",
    code: "  dropNullTokens(request);\n",
    tests: GATE,
  },
  {
    without: "the status that keeps a form's fields from another page",
    file: "proxy.ts",
    code: "? 307 : 303",
    instead: "? 307 : 307",
    tests: GATE,
  },
  {
    without: "the proxy's own nonce",
    file: "proxy.ts",
    code: "    headers.set(NONCE_HEADER, nonce);\n",
    tests: GATE,
  },
  {
    without: "the policy of pages",
    file: "proxy.ts",
    code: "    response.headers.set(POLICY_HEADER, policy);\n",
    tests: GATE,
  },
  {
    without: "the newer claims that the proxy leaves",
    file: "proxy.ts",
    code: "response.cookies.set(cookie);",
    instead: "response.headers.has(cookie.name);",
    tests: GATE,
  },
  {
    without: "the question whether a denied user is banned",
    file: "lib/access/ask-clerk.ts",
    code: " || user.banned",
    tests: CHECK,
  },
  {
    without: "the limit of questions to Clerk",
    file: "lib/access/ask-clerk.ts",
    code: '  if ((await countForUser(userId)) || (await countForAll(""))) return stands;\n',
    tests: CHECK,
  },
  {
    without: "fresh, as an action passes it on",
    file: "lib/access/action.ts",
    code: "      fresh: spec.fresh,\n",
    tests: CALLS,
  },
  {
    without: "the limit of actions",
    file: "lib/access/action.ts",
    code: "      isCall: true,\n",
    tests: CALLS,
  },
  {
    without: "fresh, as an API route passes it on",
    file: "lib/access/api-route.ts",
    code: "{ fresh, isCall: true }",
    instead: "{ isCall: true }",
    tests: CALLS,
  },
  {
    without: "the limit of API calls",
    file: "lib/access/api-route.ts",
    code: "{ fresh, isCall: true }",
    instead: "{ fresh }",
    tests: CALLS,
  },
  {
    without: "the guard of pages",
    file: "lib/access/require-access.ts",
    code: "if (!denial) return session;",
    instead: "if (path) return session as Session;",
    tests: ["lib/access/require-access.test.ts"],
  },
  {
    without: "the page that fails closed",
    file: "lib/access/require-access.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    code: '      throw new DbError("unavailable", { resource: `policy${path}` });',
    instead: "      return session as never;",
    tests: ["lib/access/require-access.test.ts"],
  },
  {
    without: "sign-in before a rule's other parts",
    file: "lib/auth/policy.ts",
    code: '  if (!claims) return { kind: "sign-in" };\n',
    instead: '  if (!claims) return { kind: "allow" };\n',
    tests: POLICY,
  },
  {
    without: "the refusal of unknown claims",
    file: "lib/auth/user-metadata.ts",
    code: ".strictObject(shape",
    instead: ".object(shape",
    tests: METADATA,
  },
  {
    without: "the shape of a user's id",
    file: "lib/auth/user-id.ts",
    code: "/^user_[A-Za-z0-9_]{1,64}$/",
    instead: "/user_/",
    tests: METADATA,
  },
  {
    without: "the visitor, when newer claims are remembered",
    file: "lib/auth/remember-claims.ts",
    code: "    if (session?.userId !== user.id) return;\n",
    instead: "    if (!session) return;\n",
    tests: ["lib/auth/remember-claims.test.ts"],
  },
  {
    without: "the order of the steps",
    file: "lib/onboarding/open-step.ts",
    code: " || !open.includes(slug)",
    tests: ["lib/onboarding/open-step.test.ts"],
  },
  {
    without: "the origin of the page after onboarding",
    file: "app/onboarding/actions.ts",
    code: 'from: safeReturnPath(from, "/onboarding"),',
    instead: "from: from as string,",
    tests: ["app/onboarding/actions.test.ts"],
  },
  {
    without: "the entry of a deleted user",
    file: "lib/firebase/collection.ts",
    code: "        await refuseDeleted(transaction, db, id);\n",
    tests: ["lib/onboarding/store.test.ts"],
  },
  {
    without: "the shape of a message's id",
    file: "lib/webhooks/webhook-route.ts",
    code: "if (!MESSAGE_ID.test(messageId))",
    instead: "if (!messageId)",
    tests: WEBHOOK,
  },
  {
    without: "the size of a message",
    file: "lib/webhooks/webhook-route.ts",
    code: "256 * 1_024",
    instead: "256_000 * 1_024",
    tests: WEBHOOK,
  },
  {
    without: "the end of a message's wait",
    file: "lib/webhooks/webhook-route.ts",
    code: "> LONGEST_WAIT_MS",
    instead: "> 60_000",
    tests: WEBHOOK,
  },
  {
    without: "once for each message",
    file: "lib/webhooks/deliveries.ts",
    code: '    if (found?.state === "done") return "duplicate";\n',
    tests: ["lib/webhooks/deliveries.test.ts"],
  },
  {
    without: "the limit of log lines",
    file: "lib/log/once-a-minute.ts",
    code: "now - last.at < EVERY_MS",
    instead: "now - last.at < 0",
    tests: ["lib/log/once-a-minute.test.ts"],
  },
];
