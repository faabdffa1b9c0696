export interface Finding {
  status: "ok" | "warning" | "problem";
  /** A variable, or what was looked at. */
  subject: string;
  /** What was found and, unless all is well, what to do. Never a value. */
  text: string;
  /** Why no service has answered: none was asked, or nothing came. */
  silence?: "not asked" | "no answer";
}

type Say = (subject: string, text: string) => Finding;

export const ok: Say = (subject, text) => ({ status: "ok", subject, text });
export const warning: Say = (subject, text) => ({ status: "warning", subject, text });
export const problem: Say = (subject, text) => ({ status: "problem", subject, text });

export const notAsked = (finding: Finding): Finding => ({ ...finding, silence: "not asked" });
export const noAnswer = (finding: Finding): Finding => ({ ...finding, silence: "no answer" });

/** What the checks look at, and how long each call may take. */
export interface Patient {
  env: Record<string, string | undefined>;
  /** Whether a variable is set and well-formed, so that a check can use it. */
  has(name: string): boolean;
  isLocal: boolean;
  deadlineMs: number;
  now(): number;
  /** Where Firestore's REST API is, which browsers could use. */
  firestoreRest: string;
}
