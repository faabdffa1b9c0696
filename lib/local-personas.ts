import "server-only";
import { z } from "zod";
import { readEnv } from "~/lib/env";
import { isLocal } from "~/lib/startup";

const personasSchema = z.array(z.object({ email: z.string(), password: z.string() }));

/** The users one may sign in as on local services; none anywhere else. */
export function localPersonas(): z.infer<typeof personasSchema> {
  const env = readEnv();
  return isLocal(env) && env.LOCAL_PERSONAS
    ? personasSchema.parse(JSON.parse(env.LOCAL_PERSONAS))
    : [];
}
