import type { ExternalAccountJSON as BackendExternalAccountJSON } from "@clerk/backend";
import type { ExternalAccountJSON } from "@clerk/shared/types";
import { strategyOf } from "../features.ts";
import type { ExternalAccountRecord, OAuthRecord } from "../records.ts";
import { oauthVerification, verification } from "./verification.ts";

/** @param oauth the visit to the provider that is to verify it */
export function externalAccount(
  account: ExternalAccountRecord,
  oauth?: OAuthRecord,
): ExternalAccountJSON {
  const strategy = strategyOf(account.provider);
  return {
    object: "external_account",
    id: account.id,
    provider: account.provider,
    identification_id: account.id.replace("eac_", "idn_"),
    provider_user_id: account.providerUserId,
    approved_scopes: account.scopes,
    email_address: account.email,
    first_name: account.firstName ?? "",
    last_name: account.lastName ?? "",
    image_url: "",
    username: "",
    phone_number: "",
    public_metadata: {},
    label: "",
    verification: oauth
      ? oauthVerification(oauth)
      : verification({ status: account.verified ? "verified" : "unverified", strategy }),
  };
}

/** The Backend API names Google's and the others' alike, but spells the provider with its prefix. */
export function backendExternalAccount(account: ExternalAccountRecord): BackendExternalAccountJSON {
  const json = { ...externalAccount(account), provider: strategyOf(account.provider) };
  return json as unknown as BackendExternalAccountJSON; // one resource under two names, see verification.ts
}
