import { test } from "vitest";
import { PERSONAS } from "~/dev/personas.ts";
import { expectGenerated } from "./generated.ts";

test("dev/README.md has the local users as they are; `npm run docs:access` writes them", async () => {
  const rows = PERSONAS.map(({ email, id, publicMetadata: { role, plan, onboardingComplete } }) => {
    return `| ${email} | ${id} | ${role ?? ""} | ${plan ?? ""} | ${onboardingComplete ? "yes" : "no"} |`;
  });
  const head = ["| email | user id | role | plan | onboarded |", "| --- | --- | --- | --- | --- |"];
  await expectGenerated("dev/README.md", "personas", [...head, ...rows, ""].join("\n"));
});
