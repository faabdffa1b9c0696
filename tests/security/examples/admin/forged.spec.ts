import { testForgeries } from "../../one-forgery.ts";

const ids = { userId: "must be a Clerk user id: user_ and letters or digits" };
const userId = "user_nobody";

const unchanged = { role: "user", plan: "free", seenRole: "user", seenPlan: "free" };
testForgeries("changeAccess", "admin", { userId, ...unchanged }, ids);
testForgeries("savePrivateMetadata", "admin", { userId, internalNotes: "mine" }, ids);
