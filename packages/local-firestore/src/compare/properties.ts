import { type CollectionReference, FieldPath, FieldValue } from "firebase-admin/firestore";
import type { Round } from "./scenario.ts";
import { sdkQuery } from "./side.ts";

/** What holds for every server, whatever its documents are. */
export async function checkProperties(
  collection: CollectionReference,
  rounds: readonly Round[],
): Promise<void> {
  await cursorsPartition(collection);
  await transactionsSerialise(collection);
  const query = rounds
    .at(-1)
    ?.queries.find(({ where, answer }) => where.length > 0 && answer === "documents");
  if (query) await listenersEndInTheResult(collection, sdkQuery(collection, query));
}

/** What is before a document, and what starts at it, is everything, each once. */
async function cursorsPartition(collection: CollectionReference): Promise<void> {
  const ordered = collection.orderBy("a").orderBy(FieldPath.documentId(), "desc");
  const ids = async (query: typeof ordered) => (await query.get()).docs.map(({ id }) => id);
  const { docs } = await ordered.get();
  const middle = docs[Math.floor(docs.length / 2)];
  if (!middle) return;
  const parts = [await ids(ordered.endBefore(middle)), await ids(ordered.startAt(middle))].flat();
  expectSame("Cursors", parts.join(), docs.map(({ id }) => id).join());
}

/** No increment of concurrent transactions is lost. */
async function transactionsSerialise(collection: CollectionReference): Promise<void> {
  const doc = collection.doc("counter");
  await doc.set({ n: 0 });
  const add = () =>
    collection.firestore.runTransaction(async (transaction) => {
      const n: number = (await transaction.get(doc)).get("n");
      transaction.update(doc, { n: n + 1 });
    });
  await Promise.all([add(), add(), add()]);
  expectSame("Transactions", (await doc.get()).get("n"), 3);
}

/** Sorted: the SDK orders what a listener shows by itself, and not by all fields of ranges. */
const idsOf = (docs: readonly { id: string }[]) =>
  docs
    .map(({ id }) => id)
    .sort()
    .join();

/** After changes, a listener shows what the query answers. */
async function listenersEndInTheResult(
  collection: CollectionReference,
  query: ReturnType<typeof sdkQuery>,
): Promise<void> {
  let shown: string | undefined;
  let failure: Error | undefined;
  let wake = Promise.withResolvers<void>();
  const stop = query.onSnapshot(
    ({ docs }) => {
      shown = idsOf(docs);
      wake.resolve();
    },
    (error) => {
      failure = error;
      wake.resolve();
    },
  );
  try {
    await wake.promise;
    const { docs } = await collection.get();
    for (const [i, { ref }] of docs.entries()) {
      if (i % 3 === 0) await ref.delete();
      if (i % 3 === 1) await ref.update({ a: FieldValue.increment(1) });
    }
    if (failure) return;
    const expected = idsOf((await query.get()).docs);
    const deadline = Date.now() + 10_000;
    while (shown !== expected && Date.now() < deadline) {
      wake = Promise.withResolvers();
      const late = setTimeout(wake.resolve, 200);
      await wake.promise;
      clearTimeout(late);
    }
    expectSame("A listener", shown, expected);
  } finally {
    stop();
  }
}

function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new Error(`${what}\n  got:      ${actual}\n  expected: ${expected}`);
}
