import * as z from "zod/mini";

/** Of the keys in the tab's session storage: `draft:<owner>:<name>`. */
const PREFIX = "draft:";

const draftSchema = z.object({
  /** The values that the form began with, and what was entered. */
  saved: z.string(),
  entered: z.string(),
});
type StoredDraft = z.infer<typeof draftSchema>;

export interface DraftOf {
  /** The user's id: a draft is filled in for its owner alone. */
  owner: string;
  /** What the form is about, such as a step. */
  name: string;
}

/** A browser may refuse storage, or be out of it. Then there are no drafts. */
function ifAllowed<Found>(use: (storage: Storage) => Found): Found | null {
  try {
    return use(window.sessionStorage);
  } catch {
    return null;
  }
}

const keyOf = ({ owner, name }: DraftOf) => `${PREFIX}${owner}:${name}`;

export function readDraft(of: DraftOf): StoredDraft | null {
  return ifAllowed((storage) =>
    draftSchema.parse(JSON.parse(storage.getItem(keyOf(of)) ?? "null")),
  );
}

export function keepDraft(of: DraftOf, draft: StoredDraft): void {
  ifAllowed((storage) => storage.setItem(keyOf(of), JSON.stringify(draft)));
}

export function forgetDraft(of: DraftOf): void {
  ifAllowed((storage) => storage.removeItem(keyOf(of)));
}

/** Forgets every draft in this tab, or those of everyone but one user. */
export function forgetDrafts(exceptOf?: string): void {
  ifAllowed((storage) => {
    const kept = exceptOf === undefined ? null : `${PREFIX}${exceptOf}:`;
    for (const key of Object.keys(storage)) {
      if (key.startsWith(PREFIX) && !(kept && key.startsWith(kept))) storage.removeItem(key);
    }
  });
}
