import type { MethodName, RequestOf } from "./wire.ts";
import { nameOf } from "./writes.ts";

/** What the request log shows of a call: the one document that it is about, or where it looks. */
export function logPath(request: RequestOf<MethodName>): string {
  if ("writes" in request) {
    const [write, ...others] = request.writes;
    return write?.operation && others.length === 0 ? nameOf(write) : request.database;
  }
  if ("documents" in request) {
    const [name, ...others] = request.documents;
    return name !== undefined && others.length === 0 ? name : request.database;
  }
  if ("collectionId" in request) return `${request.parent}/${request.collectionId}`;
  if ("name" in request) return request.name;
  if ("parent" in request) return request.parent;
  if ("document" in request) return request.document?.name ?? "";
  if ("addTarget" in request && request.addTarget) {
    const { documents, query } = request.addTarget;
    return documents?.documents[0] ?? query?.parent ?? request.database;
  }
  return "database" in request ? request.database : "";
}
