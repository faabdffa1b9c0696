import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { Dialog as DialogPrimitive } from "@base-ui/react/dialog";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type * as React from "react";
import { compile } from "tailwindcss";
import { expect, test } from "vitest";
import { Badge, badgeVariants } from "~/components/ui/badge";
import { Button, buttonVariants } from "~/components/ui/button";
import { cn } from "~/lib/utils";

const SETTINGS = "components.json";
const NAMES = ["background", "card", "popover", "primary", "secondary", "muted", "accent"];
const TOKENS = [
  ...NAMES,
  ...NAMES.map((name) => (name === "background" ? "foreground" : `${name}-foreground`)),
  ...["destructive", "border", "input", "ring"],
  ...[1, 2, 3, 4, 5].map((number) => `chart-${number}`),
];

/** A dialog in the form in which shadcn publishes its components for Base UI. */
function DialogContent({ className, children, ...props }: DialogPrimitive.Popup.Props) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Backdrop className="fixed inset-0 isolate z-50 bg-black/10" />
      <DialogPrimitive.Popup
        data-slot="dialog-content"
        className={cn(
          "fixed top-1/2 left-1/2 z-50 grid gap-4 rounded-xl bg-popover text-popover-foreground ring-1 ring-foreground/10 outline-none focus-visible:ring-ring/50 data-open:duration-100 dark:bg-input/30 dark:hover:bg-muted/50",
          className,
        )}
        {...props}
      >
        {children}
        <DialogPrimitive.Close
          render={<Button variant="ghost" size="icon-sm" className="absolute top-2 right-2" />}
        >
          <span className="sr-only">Close</span>
        </DialogPrimitive.Close>
      </DialogPrimitive.Popup>
    </DialogPrimitive.Portal>
  );
}

function PaginationLink({
  isActive,
  ...props
}: { isActive?: boolean } & React.ComponentProps<"a">) {
  return (
    <Button
      variant={isActive ? "outline" : "link"}
      size="icon"
      nativeButton={false}
      render={<a aria-current={isActive ? "page" : undefined} {...props} />}
    />
  );
}

/** The app's style sheet, with Tailwind's classes for these candidates. */
async function styleSheetFor(candidates: string[]): Promise<string> {
  const file = JSON.parse(await readFile(SETTINGS, "utf8")).tailwind.css;
  const compiler = await compile(await readFile(file, "utf8"), {
    base: resolve(dirname(file)),
    async loadStylesheet(id, base) {
      const path = createRequire(`${resolve(base)}/x.js`).resolve(
        id === "tailwindcss" ? "tailwindcss/index.css" : id,
      );
      return { path, base: dirname(path), content: await readFile(path, "utf8") };
    },
  });
  return compiler.build(candidates);
}

const escaped = (className: string) => className.replace(/[^\w-]/g, (letter) => `\\${letter}`);

test("a component in shadcn's form renders with our parts", async () => {
  render(
    <DialogPrimitive.Root>
      <DialogPrimitive.Trigger render={<Button variant="secondary">Open</Button>} />
      <DialogContent className="max-w-sm">
        <DialogPrimitive.Title>Details</DialogPrimitive.Title>
        <Badge variant="outline">New</Badge>
        <PaginationLink href="/?page=2" isActive>
          2
        </PaginationLink>
      </DialogContent>
    </DialogPrimitive.Root>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Open" }));
  expect(screen.getByRole("dialog", { name: "Details" })).toHaveClass("bg-popover", "max-w-sm");
  expect(screen.getByText("2")).toHaveAttribute("aria-current", "page");
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("shadcn's variants and sizes exist, and each of their classes has a style", async () => {
  const variants = ["default", "outline", "secondary", "ghost", "destructive", "link"] as const;
  const sizes = ["default", "xs", "sm", "lg", "icon", "icon-xs", "icon-sm", "icon-lg"] as const;
  const badges = ["default", "secondary", "destructive", "outline"] as const;
  const classes = [
    ...variants.map((variant) => buttonVariants({ variant })),
    ...sizes.map((size) => buttonVariants({ size })),
    ...badges.map((variant) => badgeVariants({ variant })),
    "dark:bg-input/30 dark:hover:bg-muted/50 data-open:duration-100 focus-visible:ring-ring/50",
  ].flatMap((names) => names.split(" "));
  const css = await styleSheetFor(classes);
  expect([...new Set(classes)].filter((name) => !css.includes(`.${escaped(name)}`))).toEqual([]);
});

test("each of shadcn's tokens is a colour in both themes, and a class", async () => {
  const css = await styleSheetFor(TOKENS.map((token) => `bg-${token}`));
  const colour = /light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)/;
  for (const token of TOKENS) {
    expect(css, token).toMatch(new RegExp(`--${token}: ${colour.source};`));
    expect(css, token).toMatch(
      new RegExp(`\\.bg-${token} \\{\\s*background-color: var\\(--${token}\\)`),
    );
  }
  expect(css).toMatch(/--radius: [\d.]+rem;/);
});

/** WCAG's contrast ratio of two colours such as `#0b6b52`. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [one, other]
    .map((hex) => {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5]
        .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((first, second) => second - first);
  return (a + 0.05) / (b + 0.05);
}

test.each(["light", "dark"] as const)(
  "texts and the edges of inputs can be seen, %s",
  async (theme) => {
    const pairs = (await styleSheetFor([])).matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g);
    const colours = Object.fromEntries(
      [...pairs].map(([, name, light, dark]) => [name, theme === "light" ? light : dark]),
    );
    const on = (front: string, back: string) => contrast(colours[front] ?? "", colours[back] ?? "");
    for (const name of NAMES) {
      const text = name === "background" ? "foreground" : `${name}-foreground`;
      expect(on(text, name), `${text} on ${name}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const back of ["background", "card", "popover"]) {
      expect(on("muted-foreground", back), `muted on ${back}`).toBeGreaterThanOrEqual(4.5);
      expect(on("input", back), `input on ${back}`).toBeGreaterThanOrEqual(3);
      expect(on("ring", back), `ring on ${back}`).toBeGreaterThanOrEqual(3);
    }
  },
);

test("dark classes follow next-themes' mark, and without JavaScript the system", async () => {
  const css = await styleSheetFor(["dark:hidden"]);
  expect(css).toMatch(/:is\(\.dark \*\) \{\s*display: none/);
  expect(css).toMatch(
    /@media \(prefers-color-scheme: dark\) \{\s*\S+:not\(:is\(\.light \*\)\) \{\s*display: none/,
  );
});

test("shadcn's command finds our folders", async () => {
  const { aliases, tailwind, style } = JSON.parse(await readFile(SETTINGS, "utf8"));
  expect(style).toMatch(/^base-/); // Base UI, not Radix
  for (const path of [`${aliases.ui}/button.tsx`, `${aliases.utils}.ts`, `~/${tailwind.css}`]) {
    await expect(readFile(path.replace("~/", "")), path).resolves.toBeTruthy();
  }
});
