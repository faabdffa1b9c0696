import { createHash } from "node:crypto";
import { primaryEmail, type UserRecord } from "../records.ts";

/**
 * The uploaded picture, or the user's initials on a colour of their own. A data: URI, because one text
 * must do for the browser, for the server and for webhooks, wherever the app runs.
 */
export function avatarUrl(user: UserRecord): string {
  if (user.image !== null) return user.image;
  const names = [user.firstName, user.lastName].filter((name) => name !== null && name !== "");
  const letters =
    names.length > 0
      ? names.map((name) => name?.[0] ?? "").join("")
      : (primaryEmail(user)?.address[0] ?? user.username?.[0] ?? "?");
  const initials = letters.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "?");
  const hue = createHash("sha256").update(user.id).digest().readUInt16BE(0) % 360;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" fill="hsl(${hue} 55% 42%)"/>` +
    `<text x="32" y="33" fill="#fff" font-family="sans-serif" font-size="26" text-anchor="middle" dominant-baseline="central">${initials}</text></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
