import { Hono } from "hono";
import { z } from "zod";
import { readJson, readQuery } from "../body.ts";
import { ClerkError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import type { IdentifierRecord } from "../instance-records.ts";
import { createInvitation } from "../invitations.ts";
import { page, pageQuery } from "./pages.ts";

const blockBody = z.strictObject({ identifier: z.string().trim().min(1).max(250) });
const allowBody = blockBody.extend({ notify: z.boolean().default(false) });

const KINDS = ["allowlist", "blocklist"] as const;

function typeOf(identifier: string): IdentifierRecord["type"] {
  if (identifier.startsWith("0x")) return "web3_wallet";
  return identifier.includes("@") ? "email_address" : "phone_number";
}

function add(
  { store }: Instance,
  kind: (typeof KINDS)[number],
  identifier: string,
): IdentifierRecord {
  const list = store.records[kind];
  if ([...list.values()].some((one) => one.identifier === identifier)) {
    const text = `the identifier ${identifier} already exists`;
    throw new ClerkError(400, "duplicate_record", "duplicate record", text, "identifier");
  }
  const now = Date.now();
  const record = { id: newId(kind), identifier, type: typeOf(identifier) };
  const added = { ...record, createdAt: now, updatedAt: now };
  list.set(added.id, added);
  store.changed();
  return added;
}

/** Who may sign up, and who may not; both count when `instance.updateRestrictions` switches them on. */
export function identifierLists(instance: Instance): Hono<Env> {
  const { records } = instance.store;
  const routes = new Hono<Env>();

  for (const kind of KINDS) {
    const path = `/${kind}_identifiers`;
    const json = (one: IdentifierRecord) => ({
      object: `${kind}_identifier`,
      id: one.id,
      identifier: one.identifier,
      identifier_type: one.type,
      instance_id: instance.keys.instanceId,
      created_at: one.createdAt,
      updated_at: one.updatedAt,
    });

    routes.get(path, (c) => {
      const query = readQuery(c, pageQuery);
      return c.json(page([...records[kind].values()].reverse(), query, json));
    });

    routes.post(path, async (c) => {
      if (kind === "blocklist") {
        return c.json(json(add(instance, kind, (await readJson(c, blockBody)).identifier)));
      }
      const { identifier, notify } = await readJson(c, allowBody);
      const added = add(instance, kind, identifier);
      if (!notify || added.type !== "email_address") return c.json(json(added));
      const invitation = createInvitation(instance, { email: identifier, ignoreExisting: true });
      return c.json({ ...json(added), invitation_id: invitation.id });
    });

    routes.delete(`${path}/:id`, (c) => {
      const id = c.req.param("id");
      if (!records[kind].delete(id)) throw notFound(`${kind} identifier`, id);
      instance.store.changed();
      return c.json({ object: `${kind}_identifier`, id, deleted: true });
    });
  }

  return routes;
}
