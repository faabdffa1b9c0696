import { builtActions } from "../../../e2e/support/built-app.ts";
import { expect, test } from "../../support.ts";

test("a role granted elsewhere opens an action on the next call", async ({ context, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const { id = "" } = builtActions().find(({ name }) => name === "judgeName") ?? {};
  const call = async () => {
    const response = await context.request.post("/dashboard", {
      headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8" },
      data: JSON.stringify([null, { unknown: true }]),
    });
    return /"code":"([a-z-]+)"/.exec(await response.text())?.[1];
  };
  expect(await call()).toBe("forbidden");
  await local.setClaims(user.id, { role: "moderator" });
  expect(await call()).toBe("invalid-input");
});
