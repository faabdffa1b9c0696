import type { backendClient } from "./local-clerk.ts";

const ID = "id_1";

/** The names of all ids that methods want in an object; what a call doesn't know, it refuses as a parameter. */
const PARAMS: Record<string, string> = Object.fromEntries(
  [
    ...["user", "organization", "machine", "session", "permission", "organizationRole", "apiKey"],
    ...["oauthApplication", "domain", "template", "samlConnection", "invitation", "m2mToken"],
    ...["enterpriseConnection", "subscriptionItem", "signUpAttempt", "web3WalletIdentification"],
    ...[
      "passkeyIdentification",
      "externalAccount",
      "email",
      "fromMachine",
      "toMachine",
      "roleSetKeyOr",
    ],
  ].map((name) => [`${name}Id`, ID]),
);

/** Arguments that let the method make its call, by the names of its parameters. */
function argumentsFor(method: (...args: unknown[]) => unknown): unknown[] {
  const [, list = ""] = /^(?:async )?\w+\(([^)]*)\)/.exec(method.toString()) ?? [];
  const names = list.split(",").filter((name) => name.trim() !== "");
  return names.map((name) => {
    if (name.includes("Seconds")) return undefined;
    if (name.includes("messages")) return [{ to: PARAMS }];
    return /params/i.test(name) ? { ...PARAMS, token: "mt_1", to: PARAMS } : ID;
  });
}

export interface BackendMethod {
  /** `users.getUser` */
  name: string;
  call: () => unknown;
}

/** All methods of Clerk's Backend API client, each ready to be called with ids that don't exist. */
export function backendMethods(client: ReturnType<typeof backendClient>): BackendMethod[] {
  return Object.entries(client).flatMap(([api, value]) => {
    if (typeof value !== "object" || value === null || api === "telemetry") return [];
    const prototype: object = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return [];
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => name !== "constructor")
      .map((name) => {
        const method = Reflect.get(value, name);
        const call = () => Reflect.apply(method, value, argumentsFor(method));
        return { name: `${api}.${name}`, call };
      });
  });
}
