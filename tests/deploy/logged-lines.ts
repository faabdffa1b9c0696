import { z } from "zod";

const lineSchema = z.looseObject({ level: z.string(), module: z.string(), msg: z.string() });

/** The lines that a server has logged about one request. */
export function linesOf(stdout: string, requestId: string | null) {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter((line) => line.requestId === requestId);
}
