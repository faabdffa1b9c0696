import { Hono } from "hono";
import { z } from "zod";
import { emailText, readForm } from "../body.ts";
import type { Env, Instance } from "../instance.ts";
import { joinWaitlist } from "../waitlist.ts";

const joinSchema = z.object({ email_address: emailText });

/** What `<Waitlist />` calls. */
export function waitlist(instance: Instance): Hono<Env> {
  return new Hono<Env>().post("/waitlist", async (c) => {
    const { email_address } = await readForm(c, joinSchema);
    const { id, createdAt, updatedAt } = joinWaitlist(instance, email_address);
    // Without the client around it: clerk-js reads it so.
    return c.json({ object: "waitlist", id, created_at: createdAt, updated_at: updatedAt });
  });
}
