import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setLicence } from "./licence.ts";
import type { Part } from "./part.ts";
import { removePart, removeUnused } from "./remove-part.ts";
import { rename } from "./rename.ts";
import { noteTemplate } from "./template.ts";

export interface Choices {
  /** The app's new name; null keeps it. */
  name: string | null;
  /** The parts that go. */
  remove: Part[];
  /** Who has the copyright, "none" for a private project; null keeps the licence. */
  licence: string | null;
}

/** What the app is called now. */
export function currentName(folder: string): { name: string; slug: string } {
  const text = readFileSync(join(folder, "lib/site.ts"), "utf8");
  const readConstant = (constant: string): string => {
    const [, value = '""'] = new RegExp(`\\b${constant}: (".*"),`).exec(text) ?? [];
    return JSON.parse(value);
  };
  return { name: readConstant("name"), slug: readConstant("slug") };
}

/** The template's tests of its setup, and its mutants' table: they name parts that a project doesn't have anymore. */
const OWN_TESTS: Part = {
  id: "tests",
  title: "tests of the setup",
  files: [
    ...["tests/setup", "tests/newcomer", "tests/source/examples.test.ts"],
    "tests/mutation/results.md",
  ],
  ifUnused: [],
  testsThatImport: [],
  policy: [],
  passages: {
    "docs/testing.md": ["`npm run test:setup`", "| `npm run test:newcomer`"],
    ".github/workflows/weekly.yml": ["- test:setup"],
  },
  edits: {},
  indexes: [],
  scripts: { "test:setup": null, "test:newcomer": null },
  packages: [],
};

/** Makes the project what was chosen. Neither formats it nor installs: that is for the caller. */
export function apply(folder: string, { name, remove, licence }: Choices): void {
  noteTemplate(folder);
  for (const part of [...remove, OWN_TESTS]) removePart(folder, part);
  removeUnused(folder, remove);
  if (name !== null) rename(folder, name, currentName(folder));
  if (licence !== null) setLicence(folder, licence === "none" ? null : licence);
}
