import { formError } from "./errors.ts";

/** Clerk's limit. */
const MAX_BYTES = 10 * 1024 * 1024;
const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;

/** What the first bytes of each kind are; a file's name and type are only what its sender says. */
const SIGNATURES: readonly [type: (typeof TYPES)[number], bytes: RegExp][] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8/],
  ["image/webp", /^RIFF....WEBP/s],
];

/** The picture as a data: URI; throws 422 when it is none, or too large. */
export function imageOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (buffer.byteLength > MAX_BYTES) {
    throw formError("image_too_large", "Image too large", "The image exceeds 10 MB.", "file");
  }
  const head = buffer.subarray(0, 16).toString("latin1");
  const type = SIGNATURES.find(([, signature]) => signature.test(head))?.[0];
  if (!type) {
    const text = `The file is not one of ${TYPES.join(", ")}.`;
    throw formError("image_type_not_supported", "Image type not supported", text, "file");
  }
  return `data:${type};base64,${buffer.toString("base64")}`;
}
