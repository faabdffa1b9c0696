import type { Context } from "hono";
import { formError } from "../errors.ts";
import type { Env } from "../instance.ts";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const MAX_BYTES = 10 * 1024 * 1024;

/** The image of a form's `file`, or of a body that is a data: URI, as a data: URI. 422 when it is none that Clerk takes. */
export async function readLogo(c: Context<Env>): Promise<string> {
  const isForm = c.req.header("content-type")?.startsWith("multipart/form-data") ?? false;
  const file = isForm ? (await c.req.parseBody()).file : undefined;
  if (isForm && !(file instanceof File)) {
    throw formError("form_param_missing", "is missing", "file must be included.", "file");
  }
  const [, type = "", data = ""] =
    file instanceof File
      ? ["", file.type, Buffer.from(await file.arrayBuffer()).toString("base64")]
      : (/^data:([\w/+.-]+);base64,(.*)$/s.exec(await c.req.text()) ?? []);
  if (!TYPES.includes(type)) {
    const text = "File type not supported. Upload a JPG, PNG, GIF, or WEBP image.";
    throw formError("avatar_file_type_invalid", "file type not supported", text, "file");
  }
  if (Buffer.byteLength(data, "base64") > MAX_BYTES) {
    const text = "File size exceeds the maximum limit of 10MB.";
    throw formError("avatar_file_size_exceeded", "file too large", text, "file");
  }
  return `data:${type};base64,${data}`;
}
