import { formError } from "./errors.ts";
import type { Metadata } from "./records.ts";

/** https://clerk.com/docs/guides/users/extending: each kind of metadata is limited to 8 KB. */
const MAX_BYTES = 8 * 1024;

function isObject(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Objects merge at every depth, null deletes its key, everything else replaces. Changes neither argument. */
export function mergeMetadata(current: Metadata, patch: Metadata): Metadata {
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (isObject(value)) {
      const before = merged.get(key);
      merged.set(key, mergeMetadata(isObject(before) ? before : {}, value));
    } else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Throws 422 when the metadata is larger than Clerk takes. */
export function checkMetadata(param: string, metadata: Metadata): Metadata {
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_BYTES) {
    throw formError(
      "form_param_exceeds_allowed_size",
      "exceeds allowed size",
      `${param} exceeds the maximum allowed size of 8 KB.`,
      param,
    );
  }
  return metadata;
}
