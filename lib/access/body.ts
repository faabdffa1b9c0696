/**
 * A request's body as text, or null when it is larger than `mostBytes`; it is not read further then,
 * whatever length its headers claim.
 */
export async function readTextUpTo(request: Request, mostBytes: number): Promise<string | null> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
