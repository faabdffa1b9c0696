import { type Context, Hono } from "hono";
import { formError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { imageOf } from "../profile-image.ts";
import { avatarUrl } from "../resources/avatar.ts";
import { updateUser } from "../users.ts";
import { findClient, withClient } from "./browser.ts";
import { currentUser } from "./me.ts";

/** A file in a form, or base64 text, as `user.setProfileImage({ file })` sends them. */
async function readImage(c: Context<Env>): Promise<string> {
  if (c.req.header("content-type") === "application/octet-stream") {
    const text = (await c.req.text()).replace(/^data:[^,]*,/, "");
    return imageOf(Buffer.from(text, "base64"));
  }
  const { file } = await c.req.parseBody();
  if (file instanceof File) return imageOf(await file.bytes());
  throw formError("form_param_missing", "is missing", "file must be included.", "file");
}

/** The user's own picture. */
export function profileImage(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function answer(c: Context<Env>, response: object): Promise<Response> {
    return withClient(c, instance, findClient(c, instance), response);
  }

  routes.post("/me/profile_image", async (c) => {
    const image = await readImage(c);
    const user = updateUser(instance, currentUser(c, instance), { image });
    const id = `img_${user.id}`;
    return answer(c, { object: "image", id, name: null, public_url: avatarUrl(user) });
  });

  routes.delete("/me/profile_image", (c) => {
    const user = updateUser(instance, currentUser(c, instance), { image: null });
    return answer(c, { object: "image", id: `img_${user.id}`, deleted: true });
  });

  return routes;
}
