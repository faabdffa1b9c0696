import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutPassage } from "./passage.ts";
import { changePackage, rewrite } from "./project-file.ts";

/** Where the template's own licence goes: its terms ask to keep it. */
const TEMPLATE_LICENCE = "docs/template-licence.txt";

/**
 * Puts the project under MIT in somebody's name, or under no licence.
 * @param holder who has the copyright, or null for a private project
 */
export function setLicence(folder: string, holder: string | null): void {
  const file = join(folder, "LICENSE");
  if (holder !== null) {
    if (!existsSync(file)) writeFileSync(file, readFileSync(join(folder, TEMPLATE_LICENCE)));
    const line = `Copyright (c) ${new Date().getFullYear()} ${holder}\n`;
    rewrite(folder, "LICENSE", (text) =>
      text.includes(line) ? text : text.replace("Copyright", () => `${line}Copyright`),
    );
  } else if (existsSync(file)) {
    mkdirSync(join(folder, "docs"), { recursive: true });
    renameSync(file, join(folder, TEMPLATE_LICENCE));
    rewrite(folder, "README.md", (text) => withoutPassage(text, "MIT licensed.", true));
  }
  rewrite(folder, "app/page.tsx", (text) => text.replace(/<footer[\s\S]*?<\/footer>\n/, () => ""));
  changePackage(folder, (content) => {
    content.license = holder === null ? "UNLICENSED" : "MIT";
  });
}
