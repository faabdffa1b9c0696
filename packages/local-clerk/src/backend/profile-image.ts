import { Hono } from "hono";
import { formError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { imageOf } from "../profile-image.ts";
import { backendUser } from "../resources/user.ts";
import { getUser, updateUser } from "../users.ts";

/** A user's picture, instead of their initials. */
export function profileImage(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post("/users/:id/profile_image", async (c) => {
    const { file } = await c.req.parseBody();
    if (!(file instanceof File)) {
      throw formError("form_param_missing", "is missing", "file must be included.", "file");
    }
    const image = imageOf(await file.bytes());
    const user = updateUser(instance, getUser(instance, c.req.param("id")), { image });
    return c.json(backendUser(user));
  });

  routes.delete("/users/:id/profile_image", (c) => {
    const user = updateUser(instance, getUser(instance, c.req.param("id")), { image: null });
    return c.json(backendUser(user));
  });

  return routes;
}
