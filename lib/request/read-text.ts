/**
 * A request's body as text, or null when it has more than `mostBytes` (whatever its headers claim)
 * or has not arrived within `ms` milliseconds. It is not read any further then.
 */
export async function readTextUpTo(
  request: Request,
  mostBytes: number,
  ms = 10_000,
): Promise<string | null> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const signal = AbortSignal.timeout(ms);
  try {
    for await (const chunk of request.body.pipeThrough(new TransformStream(), { signal })) {
      size += chunk.byteLength;
      if (size > mostBytes) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}
