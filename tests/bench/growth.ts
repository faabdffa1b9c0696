import { expect } from "vitest";
import { firestore } from "~/lib/firebase/admin";
import { writeResults } from "./results.ts";
import { median, spread, table } from "./statistics.ts";

const RUNS = 15;

/** What the app does for a page, as more and more there is: one table. */
export class Growth {
  readonly #rows: string[][] = [];

  /**
   * @param sizes how many there are, smallest first
   * @param grow adds those from one number to another
   * @param work what is timed
   */
  async measure(
    what: string,
    sizes: readonly number[],
    work: () => Promise<readonly [unknown, unknown]>,
    grow: (from: number, to: number) => Promise<void> = async () => undefined,
  ): Promise<void> {
    let [from, smallest] = [0, 0];
    for (const size of sizes) {
      await grow(from, size);
      from = size;
      const times: number[] = [];
      for (let run = 0; run <= RUNS; run += 1) {
        const begin = performance.now();
        const [error] = await work();
        // The first run compiles, connects and builds indexes.
        if (run === 0) continue;
        expect(error).toBeNull();
        times.push(performance.now() - begin);
      }
      smallest ||= median(times);
      const row = [what, size.toLocaleString("en"), spread(times)];
      this.#rows.push([...row, (median(times) / smallest).toFixed(2)]);
      console.log(this.#rows.at(-1)?.join(" | "));
    }
  }

  /** @param folder where the table goes, as growth.md */
  write(folder: string, title: string): void {
    const head = ["what", "how many there are", "ms", "of the smallest"];
    const text = "What a page asks for, without the page, on the local services.";
    writeResults(`${folder}/growth.md`, title, "npm run bench:growth", [
      text,
      table(head, this.#rows),
    ]);
  }
}

/** Adds users to the local Clerk. */
export async function addUsers(users: object[]): Promise<void> {
  const response = await fetch(`${process.env.CLERK_API_URL}/_local/users`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(users),
  });
  expect(response.status).toBe(201);
}

/** Writes documents, as quickly as Firestore takes them. */
export async function addDocuments(documents: [path: string, data: object][]): Promise<void> {
  const db = await firestore();
  const writer = db.bulkWriter({ throttling: false });
  for (const [path, data] of documents) writer.set(db.doc(path), data);
  await writer.close();
}
