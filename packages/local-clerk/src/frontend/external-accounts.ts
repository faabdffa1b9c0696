import { type Context, Hono } from "hono";
import { z } from "zod";
import { readForm } from "../body.ts";
import { notFound } from "../errors.ts";
import { strategyOf } from "../features.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import { beginOAuth, SCOPES } from "../oauth.ts";
import type { ExternalAccountRecord, OAuthRecord, UserRecord } from "../records.ts";
import { externalAccount } from "../resources/external-account.ts";
import { updateUser } from "../users.ts";
import { appOrigin, findClient, withClient } from "./browser.ts";
import { currentUser } from "./me.ts";

const createSchema = z.object({ strategy: z.string(), redirect_url: z.string().optional() });
const reauthorizeSchema = z.object({ redirect_url: z.string().optional() });

/** "Connected accounts" of UserProfile. */
export function externalAccounts(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(c: Context<Env>): { user: UserRecord; account: ExternalAccountRecord } {
    const id = c.req.param("id") ?? "";
    const user = currentUser(c, instance);
    const account = user.externalAccounts.find((one) => one.id === id);
    if (!account) throw notFound("external account", id);
    return { user, account };
  }

  function begin(c: Context<Env>, strategy: string, redirectUrl: string | undefined): OAuthRecord {
    const ownUrl = new URL(c.req.url).origin;
    return beginOAuth(instance, { strategy, redirectUrl, appOrigin: appOrigin(c), ownUrl });
  }

  function answer(c: Context<Env>, response: object): Promise<Response> {
    return withClient(c, instance, findClient(c, instance), response);
  }

  routes.post("/me/external_accounts", async (c) => {
    const { strategy, redirect_url } = await readForm(c, createSchema);
    const user = currentUser(c, instance);
    const oauth = begin(c, strategy, redirect_url);
    const account: ExternalAccountRecord = {
      id: newId("externalAccount"),
      provider: oauth.provider,
      providerUserId: "",
      email: "",
      firstName: null,
      lastName: null,
      scopes: SCOPES,
      verified: false,
    };
    instance.connections.add(user.id, account.id, oauth);
    const others = user.externalAccounts.filter(
      (one) => one.verified || one.provider !== oauth.provider,
    );
    updateUser(instance, user, { externalAccounts: [...others, account] });
    return answer(c, externalAccount(account, oauth));
  });

  routes.patch("/me/external_accounts/:id/reauthorize", async (c) => {
    const { redirect_url } = await readForm(c, reauthorizeSchema);
    const { user, account } = find(c);
    const oauth = begin(c, strategyOf(account.provider), redirect_url);
    instance.connections.add(user.id, account.id, oauth);
    return answer(c, externalAccount(account, oauth));
  });

  routes.delete("/me/external_accounts/:id", (c) => {
    const { user, account } = find(c);
    updateUser(instance, user, {
      externalAccounts: user.externalAccounts.filter((one) => one !== account),
    });
    return answer(c, { object: "external_account", id: account.id, deleted: true });
  });

  return routes;
}
