import {
  AggregateField,
  type CollectionReference,
  FieldPath,
  FieldValue,
  Filter as SdkFilter,
  type Query as SdkQuery,
} from "firebase-admin/firestore";
import { codeOf } from "../conformance/setup.ts";
import type { Change, Filter, Query, Write } from "./scenario.ts";
import { named, textOf } from "./values.ts";

/** Something that takes writes and answers queries: the model, or a server behind the Admin SDK. */
export interface Side {
  commit(writes: readonly Write[]): string | Promise<string>;
  answer(query: Query): string | Promise<string>;
}

const allNamed = (names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).map(([field, name]) => [field, named(name)]));
const pathOf = (field: string) => (field === "__name__" ? FieldPath.documentId() : field);

/** A collection of a server. */
export class Server implements Side {
  readonly #collection: CollectionReference;

  constructor(collection: CollectionReference) {
    this.#collection = collection;
  }

  async commit(writes: readonly Write[]): Promise<string> {
    const batch = this.#collection.firestore.batch();
    for (const write of writes) {
      const doc = this.#collection.doc(write.id);
      if (write.kind === "set") batch.set(doc, allNamed(write.data));
      else if (write.kind === "create") batch.create(doc, allNamed(write.data));
      else if (write.kind === "merge") batch.set(doc, allNamed(write.data), { merge: true });
      else if (write.kind === "update") batch.update(doc, write.path, changeOf(write.to));
      else if (write.kind === "delete") batch.delete(doc);
      else batch.delete(doc, { exists: write.kind === "delete existing" });
    }
    return String(await codeOf(batch.commit()));
  }

  async answer(query: Query): Promise<string> {
    let text = "";
    const run = async () => {
      text = await this.#text(sdkQuery(this.#collection, query), query.answer);
    };
    const code = await codeOf(run());
    return code === "ok" ? text : String(code);
  }

  async #text(query: SdkQuery, answer: Query["answer"]): Promise<string> {
    if (answer === "documents") {
      const { docs } = await query.get();
      return docs.map((doc) => `${doc.id} ${textOf(doc.data())}`).join();
    }
    if (answer === "count") return String((await query.count().get()).data().count);
    const field = answer === "sum a" ? AggregateField.sum("a") : AggregateField.average("b");
    return String((await query.aggregate({ field }).get()).data().field);
  }
}

function changeOf(change: Change): unknown {
  if (change === "delete") return FieldValue.delete();
  if ("value" in change) return named(change.value);
  if ("increment" in change) return FieldValue.increment(change.increment);
  if ("union" in change) return FieldValue.arrayUnion(...change.union.map(named));
  return FieldValue.arrayRemove(...change.remove.map(named));
}

/** The query as the Admin SDK's. */
export function sdkQuery(collection: CollectionReference, query: Query): SdkQuery {
  let built: SdkQuery = collection;
  for (const filter of query.where) built = built.where(sdkFilter(filter));
  for (const { field, descending } of query.orders) {
    built = built.orderBy(pathOf(field), descending ? "desc" : "asc");
  }
  const keys = (names: readonly string[]) =>
    names.map((name, i) => (query.orders[i]?.field === "__name__" ? name : named(name)));
  if (query.start) {
    const values = keys(query.start.values);
    built = query.start.after ? built.startAfter(...values) : built.startAt(...values);
  }
  if (query.end) {
    const values = keys(query.end.values);
    built = query.end.before ? built.endBefore(...values) : built.endAt(...values);
  }
  if (query.offset > 0) built = built.offset(query.offset);
  if (query.limit !== null) {
    built = query.toLast ? built.limitToLast(query.limit) : built.limit(query.limit);
  }
  return query.select ? built.select(...query.select) : built;
}

function sdkFilter(filter: Filter): SdkFilter {
  if ("or" in filter) return SdkFilter.or(...filter.or.map(sdkFilter));
  if ("and" in filter) return SdkFilter.and(...filter.and.map(sdkFilter));
  const { field, op, values } = filter;
  const operands = field === "__name__" ? values : values.map(named);
  const isList = op.endsWith("in") || op.endsWith("any");
  return SdkFilter.where(pathOf(field), op, isList ? operands : operands[0]);
}
