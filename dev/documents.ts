import type { CollectionReference, DocumentReference, Firestore } from "@google-cloud/firestore";

/** A person looks at them: more is no use on a page. */
const MOST = 500;

/**
 * The documents of a database by their paths, each followed by its subcollections'; the first 500.
 * Times are texts, as the page shows JSON.
 */
export async function readDocuments(db: Firestore): Promise<{ path: string; data: unknown }[]> {
  const found: { path: string; data: unknown }[] = [];

  async function add(parent: Firestore | DocumentReference): Promise<void> {
    const collections: CollectionReference[] = await parent.listCollections();
    for (const collection of collections) {
      if (found.length >= MOST) return;
      const { docs } = await collection.limit(MOST - found.length).get();
      for (const doc of docs) {
        found.push({ path: doc.ref.path, data: doc.data() });
        await add(doc.ref);
      }
    }
  }

  await add(db);
  return found.slice(0, MOST);
}
