import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { client } from "./client.ts";
import { emailAddresses } from "./email-addresses.ts";
import { handshake } from "./handshake.ts";
import { me } from "./me.ts";
import { sessions } from "./sessions.ts";
import { signIns } from "./sign-ins.ts";
import { signUps } from "./sign-ups.ts";

/** The Frontend API: what clerk-js calls from the browser, through the app's /__clerk proxy. */
export function frontendApi(instance: Instance): Hono<Env> {
  return new Hono<Env>()
    .route("/", client(instance))
    .route("/", handshake(instance))
    .route("/", signUps(instance))
    .route("/", signIns(instance))
    .route("/", sessions(instance))
    .route("/", me(instance))
    .route("/", emailAddresses(instance));
}
