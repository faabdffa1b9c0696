import { Hono } from "hono";
import { z } from "zod";
import { readQuery } from "../body.ts";
import { notFound } from "../errors.ts";
import { strategyOf } from "../features.ts";
import type { Env, Instance } from "../instance.ts";
import { getUser, updateUser } from "../users.ts";

const tokensQuery = z.strictObject({
  paginated: z.tuple([z.string()]).optional(),
  limit: z.tuple([z.string()]).optional(),
  offset: z.tuple([z.string()]).optional(),
});

/** A user's accounts at social providers. */
export function externalAccounts(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  /** The provider is a page of the local Clerk, so its tokens open nothing. */
  routes.get("/users/:id/oauth_access_tokens/:provider", (c) => {
    const { paginated } = readQuery(c, tokensQuery);
    const user = getUser(instance, c.req.param("id"));
    const wanted = c.req.param("provider");
    const data = user.externalAccounts
      .filter(({ provider, verified }) => verified && strategyOf(provider) === wanted)
      .map((account) => ({
        object: "oauth_access_token",
        external_account_id: account.id,
        provider_user_id: account.providerUserId,
        token: `local_${account.id}`,
        provider: wanted,
        public_metadata: {},
        label: null,
        scopes: account.scopes.split(" "),
      }));
    return c.json(paginated ? { data, total_count: data.length } : data);
  });

  routes.delete("/users/:id/external_accounts/:accountId", (c) => {
    const user = getUser(instance, c.req.param("id"));
    const accountId = c.req.param("accountId");
    const account = user.externalAccounts.find((one) => one.id === accountId);
    if (!account) throw notFound("external account", accountId);
    updateUser(instance, user, {
      externalAccounts: user.externalAccounts.filter((one) => one !== account),
    });
    return c.json({ object: "external_account", id: accountId, deleted: true });
  });

  return routes;
}
