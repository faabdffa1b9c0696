import { Hono } from "hono";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { acceptInvitation, invitationOfTicket } from "../organizations/invitations.ts";
import { activeSession } from "../sessions.ts";
import { findUserByEmail } from "../users.ts";
import { appOrigin, findClient } from "./browser.ts";

function noPage(): ClerkError {
  return new ClerkError(
    400,
    "redirect_url_missing",
    "No page to go on to",
    "Give the invitation a redirectUrl: the local Clerk does not know where the app runs.",
  );
}

/** Where the link of an invitation's email leads: to the app, which signs its reader in or up by the ticket. */
export function tickets(instance: Instance): Hono<Env> {
  return new Hono<Env>().get("/tickets/accept", (c) => {
    const ticket = c.req.query("ticket") ?? "";
    const invitation = invitationOfTicket(instance, ticket);
    if (!invitation) {
      const text = "The ticket is invalid, used or expired.";
      throw new ClerkError(400, "ticket_invalid_code", "Ticket is invalid", text);
    }
    const user = findUserByEmail(instance, invitation.email);
    const path = invitation.redirectUrl ?? (user ? "/sign-in" : "/sign-up");
    const base = appOrigin(c) ?? undefined;
    if (!URL.canParse(path, base)) throw noPage();
    const url = new URL(path, base);
    const client = findClient(c, instance);
    const session = client && activeSession(instance, client);
    if (user && session?.userId === user.id) {
      acceptInvitation(instance, invitation, user);
      url.searchParams.set("__clerk_status", "complete");
      return c.redirect(url.href, 303);
    }
    url.searchParams.set("__clerk_ticket", ticket);
    url.searchParams.set("__clerk_status", user ? "sign_in" : "sign_up");
    return c.redirect(url.href, 303);
  });
}
