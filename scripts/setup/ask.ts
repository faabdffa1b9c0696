import { createInterface } from "node:readline";
import { LOCAL_SERVICES, type Part } from "./part.ts";

/** What the command line says, or the answers at the terminal. */
export interface Options {
  name?: string | undefined;
  /** Names with commas between them, or "none". */
  examples?: string | undefined;
  "local-services"?: boolean | undefined;
  licence?: string | undefined;
}

/**
 * Asks for what no option says. An empty answer keeps what is there.
 * @param was the name that the app has
 */
export async function ask(
  options: Options,
  parts: Part[],
  was: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<Options> {
  const terminal = createInterface({ input });
  // Not `question`, which loses lines that are there before it asks.
  const lines = terminal[Symbol.asyncIterator]();
  const answer = async (question: string): Promise<string> => {
    output.write(`${question} `);
    const { value, done } = await lines.next();
    return done ? "" : value.trim();
  };
  const keeps = async (question: string) => !/^n/i.test(await answer(`${question} (Y/n)`));

  const asked = { ...options };
  if (asked.name === undefined) {
    const name = await answer(`The app's name (${was}):`);
    if (name) asked.name = name;
  }
  const examples = parts.filter(({ id }) => id !== LOCAL_SERVICES);
  if (asked.examples === undefined && examples.length > 0) {
    const kept: string[] = [];
    for (const { id, title } of examples) {
      if (await keeps(`Keep the example ${id}: ${title}?`)) kept.push(id);
    }
    asked.examples = kept.join(",") || "none";
  }
  const local = parts.find(({ id }) => id === LOCAL_SERVICES);
  if (asked["local-services"] === undefined && local) {
    asked["local-services"] = await keeps(`Keep the ${local.title}?`);
  }
  if (asked.licence === undefined) {
    const licence = await answer(
      "Licence: whose name for MIT, none for a private project (as it is):",
    );
    if (licence) asked.licence = licence;
  }
  terminal.close();
  return asked;
}
