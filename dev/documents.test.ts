import { startLocalFirestore } from "@claims-starter/local-firestore";
import { Firestore } from "@google-cloud/firestore";
import { expect, onTestFinished, test } from "vitest";
import { readDocuments } from "./documents.ts";

test("reads documents with those below them, up to 500", async () => {
  const firestore = await startLocalFirestore();
  const customHeaders = { Authorization: "Bearer owner" };
  const db = new Firestore({
    projectId: "demo-documents",
    host: firestore.host,
    ssl: false,
    customHeaders,
  });
  onTestFinished(async () => {
    await db.terminate();
    await firestore.close();
  });
  await db.doc("teams/a").set({ name: "Acme" });
  await db.doc("teams/a/members/user_1").set({ role: "owner" });
  await db.doc("users/user_1").set({});
  expect(await readDocuments(db)).toEqual([
    { path: "teams/a", data: { name: "Acme" } },
    { path: "teams/a/members/user_1", data: { role: "owner" } },
    { path: "users/user_1", data: {} },
  ]);
  const batch = db.batch();
  for (let one = 0; one < 499; one += 1) batch.set(db.doc(`logs/${one}`), {});
  await batch.commit();
  expect(await readDocuments(db)).toHaveLength(500);
});
