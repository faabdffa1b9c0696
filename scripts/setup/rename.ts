import { changePackage, rewrite } from "./project-file.ts";

/** The files that have the name of the app in a text. What else needs it reads lib/site.ts or package.json. */
const NAMED = ["lib/site.ts", "README.md", "app/icon.svg", "dev/README.md"];

/** A name for machines: `Acme Tools` is `acme-tools`. */
export function slugOf(name: string): string {
  const words =
    name
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 24).replace(/-$/, "");
}

/**
 * Gives the app another name.
 * @param was the names that it has: one for people, one for machines
 */
export function rename(folder: string, name: string, was: { name: string; slug: string }): void {
  const slug = slugOf(name);
  const escaped = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  for (const file of NAMED) {
    const shown = file.endsWith(".svg") ? escaped : name;
    rewrite(folder, file, (text) =>
      text
        .replaceAll(`"${was.name}"`, () => JSON.stringify(name))
        .replaceAll(was.name, () => shown)
        .replaceAll(`"${was.slug}"`, () => JSON.stringify(slug))
        .replaceAll(`demo-${was.slug}`, () => `demo-${slug}`),
    );
  }
  changePackage(folder, (content) => {
    content.name = slug;
  });
  // Twice at its top, as npm writes it.
  rewrite(folder, "package-lock.json", (text) =>
    text
      .replace(`"name": "${was.slug}"`, () => `"name": "${slug}"`)
      .replace(`"name": "${was.slug}"`, () => `"name": "${slug}"`),
  );
}
