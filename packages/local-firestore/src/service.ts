import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { aggregate, aggregatedQuery, checkProjection, parseAggregations } from "./aggregation.ts";
import { toTimestamp } from "./clock.ts";
import { checkDatabase, checkDocumentName, checkId, checkParent, compareNames } from "./names.ts";
import { page } from "./pages.ts";
import { parseQuery } from "./query.ts";
import { toMessage, toResult, View } from "./reads.ts";
import { invalidArgument, RpcError, unimplemented } from "./status.ts";
import type { Document, Store } from "./store.ts";
import { compareStrings } from "./strings.ts";
import type { Transactions } from "./transactions.ts";
import type { Consistency, MethodName, RequestOf, ResponseOf, Write, WriteResult } from "./wire.ts";
import { nameOf, planWrites } from "./writes.ts";

/** Every method but Listen: it answers one message, or a list of them where the answer is a stream. */
export type Service = {
  [M in ServedMethod]: (
    request: RequestOf<M>,
  ) => ResponseOf<M> | ResponseOf<M>[] | Promise<ResponseOf<M>>;
};
export type ServedMethod = Exclude<MethodName, "Listen">;

/** projects/P/databases/D of any name below it. */
const databaseOf = (name: string) => checkDatabase(name.split("/").slice(0, 4).join("/"));

/** https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#firestore */
export function createService(store: Store, transactions: Transactions): Service {
  const view = (database: string, consistency: Consistency) =>
    new View(store, transactions, database, consistency);

  /** Runs writes as one commit: checked, written to the file and visible, or none of it. */
  function commit(database: string, writes: readonly Write[], transaction?: Buffer) {
    const time = store.clock.tick();
    const ended = transaction?.length ? transactions.end(database, transaction) : undefined;
    if (ended && writes.length > 0) {
      if (ended.readOnly) throw invalidArgument("A read-only transaction cannot write.");
      transactions.checkReads(ended);
    }
    const { changes, results } = planWrites(store, database, writes, time);
    store.commit(time, changes);
    return { results, time };
  }

  /** One write on its own, answered with the document that it left. */
  async function writeOne(database: string, write: Partial<Write>): Promise<Document | undefined> {
    const full = { updateMask: null, updateTransforms: [], currentDocument: null, ...write };
    commit(database, [full]);
    await store.flushed();
    return store.get(nameOf(full));
  }

  return {
    GetDocument({ name, mask, ...consistency }) {
      checkDocumentName(name);
      const document = view(databaseOf(name), consistency).get(name);
      if (!document) throw new RpcError(status.NOT_FOUND, `Document "${name}" not found.`);
      return toMessage(document, mask);
    },

    BatchGetDocuments({ database, documents, mask, ...consistency }) {
      checkDatabase(database);
      for (const name of documents) checkDocumentName(name, database);
      const reads = view(database, consistency);
      const readTime = toTimestamp(reads.at);
      const responses: ResponseOf<"BatchGetDocuments">[] = [...new Set(documents)].map((name) => {
        const document = reads.get(name);
        return document
          ? { found: toMessage(document, mask), readTime }
          : { missing: name, readTime };
      });
      if (reads.started) responses.unshift({ transaction: reads.started });
      return responses;
    },

    RunQuery({ parent, structuredQuery, explainOptions, ...consistency }) {
      if (explainOptions) throw unimplemented("explaining queries");
      const query = parseQuery(parent, structuredQuery);
      const reads = view(databaseOf(parent), consistency);
      const readTime = toTimestamp(reads.at);
      const { documents, skipped } = reads.run(query);
      const responses: ResponseOf<"RunQuery">[] = documents.map((document) => ({
        document: toResult(document, query),
        readTime,
      }));
      // The last message has no document: it tells the time even when there are no results.
      responses.push({ readTime, skippedResults: skipped });
      if (reads.started) responses.unshift({ transaction: reads.started });
      return responses;
    },

    RunAggregationQuery({ parent, structuredAggregationQuery, explainOptions, ...consistency }) {
      if (explainOptions) throw unimplemented("explaining queries");
      const aggregates = parseAggregations(structuredAggregationQuery?.aggregations ?? []);
      const isProjected = Boolean(structuredAggregationQuery?.structuredQuery?.select);
      checkProjection(isProjected, aggregates);
      const query = aggregatedQuery(
        parseQuery(parent, structuredAggregationQuery?.structuredQuery),
        aggregates,
      );
      const reads = view(databaseOf(parent), consistency);
      const aggregateFields = aggregate(reads, query, aggregates);
      return [
        {
          result: { aggregateFields },
          readTime: toTimestamp(reads.at),
          ...(reads.started && { transaction: reads.started }),
        },
      ];
    },

    /** Points that split a collection group into parts of about the same size. */
    PartitionQuery({ parent, structuredQuery, partitionCount, ...consistency }) {
      const query = parseQuery(parent, structuredQuery);
      const wanted = Number(partitionCount);
      if (wanted < 1) throw invalidArgument("partition_count must be positive");
      const { documents } = view(databaseOf(parent), consistency).run(query);
      const parts = Math.min(wanted + 1, documents.length);
      const partitions = Array.from({ length: Math.max(0, parts - 1) }, (_, i) => {
        const document = documents[Math.floor(((i + 1) * documents.length) / parts)];
        const referenceValue = document?.name ?? "";
        return {
          values: [{ valueType: "referenceValue" as const, referenceValue }],
          before: true,
        };
      });
      return { partitions, nextPageToken: "" };
    },

    /** With showMissing also the ids that have no document, but documents below them. */
    ListDocuments(request) {
      const { parent, collectionId, mask, showMissing, orderBy } = request;
      checkParent(parent);
      checkId(collectionId);
      if (orderBy !== "" && orderBy !== "__name__") throw unimplemented(`orderBy ${orderBy}`);
      const { at } = view(databaseOf(parent), request);
      const collection = `${parent}/${collectionId}`;
      const byName = new Map<string, Document | undefined>();
      if (showMissing) {
        const depth = collection.split("/").length;
        for (const below of store.collections(collection, at)) {
          byName.set(below.split("/", depth + 1).join("/"), undefined);
        }
      }
      for (const document of store.documents(collection, at)) byName.set(document.name, document);
      const all = [...byName].sort(([a], [b]) => compareNames(a, b));
      const { items, nextPageToken } = page(all, ([name]) => name, request, 300);
      return {
        documents: items.map(([name, document]) =>
          document ? toMessage(document, mask) : { name },
        ),
        nextPageToken,
      };
    },

    ListCollectionIds(request) {
      const { parent } = request;
      checkParent(parent);
      const { at } = view(databaseOf(parent), request);
      const ids = new Set<string>();
      for (const collection of store.collections(parent, at)) {
        ids.add(collection.slice(parent.length + 1).split("/", 1)[0] ?? "");
      }
      const all = [...ids].sort(compareStrings);
      const { items, nextPageToken } = page(all, (id) => id, request, 10_000);
      return { collectionIds: items, nextPageToken };
    },

    BeginTransaction({ database, options }) {
      return { transaction: transactions.begin(checkDatabase(database), options) };
    },

    Rollback({ database, transaction }) {
      transactions.rollback(checkDatabase(database), transaction);
      return {};
    },

    async Commit({ database, writes, transaction }) {
      const { results, time } = commit(checkDatabase(database), writes, transaction);
      await store.flushed();
      return { writeResults: results, commitTime: toTimestamp(time) };
    },

    /** Each write succeeds or fails on its own. */
    async BatchWrite({ database, writes }) {
      checkDatabase(database);
      if (new Set(writes.map(nameOf)).size < writes.length) {
        throw invalidArgument("A batch write cannot write to the same document twice.");
      }
      const outcomes = writes.map((write): [WriteResult, { code: number; message: string }] => {
        const nothing: WriteResult = { updateTime: null, transformResults: [] };
        try {
          const [result = nothing] = commit(database, [write]).results;
          return [result, { code: status.OK, message: "" }];
        } catch (error) {
          if (!(error instanceof RpcError)) throw error;
          return [nothing, { code: error.code, message: error.message }];
        }
      });
      await store.flushed();
      return {
        writeResults: outcomes.map(([result]) => result),
        status: outcomes.map(([, outcome]) => outcome),
      };
    },

    async CreateDocument({ parent, collectionId, documentId, document, mask }) {
      checkParent(parent);
      checkId(collectionId);
      const id = documentId || randomBytes(10).toString("hex");
      const name = checkDocumentName(`${parent}/${collectionId}/${id}`);
      const created = await writeOne(databaseOf(parent), {
        operation: "update",
        update: { ...document, name },
        currentDocument: { conditionType: "exists", exists: false },
      });
      return created ? toMessage(created, mask) : { name };
    },

    async UpdateDocument({ document, updateMask, mask, currentDocument }) {
      const name = document?.name ?? "";
      const updated = await writeOne(databaseOf(name), {
        operation: "update",
        update: { ...document, name },
        updateMask,
        currentDocument,
      });
      return updated ? toMessage(updated, mask) : { name };
    },

    async DeleteDocument({ name, currentDocument }) {
      await writeOne(databaseOf(name), { operation: "delete", delete: name, currentDocument });
      return {};
    },
  };
}
