import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** zxcvbn's scale is 0 to 4; below this, a million guesses find it, and every list of leaks has it. */
const LEAKED_BELOW = 2;

let score: ((password: string) => number) | undefined;

/** Loaded at the first password: its dictionaries take longer than the rest of the start. */
function load(): (password: string) => number {
  // require() types nothing; these are the types of what it loads.
  const core = require("@zxcvbn-ts/core") as typeof import("@zxcvbn-ts/core");
  const common =
    require("@zxcvbn-ts/language-common") as typeof import("@zxcvbn-ts/language-common");
  core.zxcvbnOptions.setOptions({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (password) => core.zxcvbn(password).score;
}

/**
 * Whether the password is so common that it must have leaked. Clerk asks haveibeenpwned.com, which
 * nothing here may; zxcvbn knows the commonest of them and what is made from them.
 */
export function isLeaked(password: string): boolean {
  score ??= load();
  return score(password) < LEAKED_BELOW;
}
