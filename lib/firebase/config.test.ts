import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseEnv } from "~/lib/env";
import { firestoreConfig } from "~/lib/firebase/config";
import { realKeys } from "../../tests/tools/keys.ts";

const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString()
  .trim();
const account = {
  FIREBASE_PROJECT_ID: "project",
  FIREBASE_CLIENT_EMAIL: "app@project.iam.gserviceaccount.com",
  FIREBASE_PRIVATE_KEY: privateKey,
};

function configOf(variables: Record<string, string | undefined>) {
  return firestoreConfig(parseEnv({ ...realKeys(), ...variables }));
}

describe("firestoreConfig", () => {
  test("takes a service account", () => {
    expect(configOf(account)).toEqual({
      projectId: "project",
      account: { projectId: "project", clientEmail: account.FIREBASE_CLIENT_EMAIL, privateKey },
    });
  });

  test.each(["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"])(
    "names %s when only that is missing",
    (name) => {
      expect(() => configOf({ ...account, [name]: undefined })).toThrow(
        `Firestore needs ${name} too`,
      );
    },
  );

  test("prefers an emulator, then a service account, then what the host offers", () => {
    expect(configOf({ ...account, FIRESTORE_EMULATOR_HOST: "127.0.0.1:1" })).not.toHaveProperty(
      "account",
    );
    expect(configOf({ ...account, K_SERVICE: "x" })).toHaveProperty("account");
    for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "K_SERVICE"]) {
      expect(configOf({ [name]: "x" })).not.toHaveProperty("account");
    }
  });

  test("names what to set when there is nothing", () => {
    expect(() => configOf({})).toThrow(
      /FIREBASE_PROJECT_ID, FIREBASE_CLIENT_EMAIL, FIREBASE_PRIVATE_KEY/,
    );
  });
});
