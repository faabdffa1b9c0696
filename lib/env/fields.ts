import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { isLoopback } from "./local-services.ts";

/** An RSA key as PEM. Hosts store its line breaks as `\n`, and some keep quotes around it. */
export function pem(start: string, read: (key: string) => KeyObject, advice: string) {
  function isReadable(key: string): boolean {
    try {
      return key.startsWith(start) && read(key).asymmetricKeyType === "rsa";
    } catch {
      return false;
    }
  }
  return z
    .string()
    .transform((key) =>
      key
        .trim()
        .replace(/^["']|["']$/g, "")
        .replaceAll("\\n", "\n"),
    )
    .refine(isReadable, `must be a PEM key, from ${start.trim()} to the last dash. ${advice}`)
    .optional();
}

/** Where one of Clerk's APIs is. The secret key is sent there. */
export const clerkUrl = z
  .url({ error: "must be a URL", abort: true })
  .refine((url) => url.startsWith("https://") || isLoopback(url), "must start with https://")
  .refine((url) => new URL(url).origin === url, "must have nothing after the host")
  .optional();

/** Clerk compares tokens' origins with each as it is written. */
export const origins = z
  .string()
  .transform((list) => list.split(",").map((origin) => origin.trim()))
  .refine(
    (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    {
      error:
        "must be origins with commas between them, each without a slash at the end: https://example.com",
      abort: true,
    },
  )
  .refine(
    (list) => !list.some((origin) => origin.includes("*")),
    "must have no *: Clerk would sign everyone out. Name each origin.",
  )
  .refine(
    (list) => list.every((origin) => origin.startsWith("https://") || isLoopback(origin)),
    "must start with https://, each but one of this machine",
  )
  .optional();
