import { testForgeries } from "../../one-forgery.ts";

testForgeries(
  "judgeName",
  "moderator",
  { userId: "user_nobody", name: "Nobody", verdict: "approved" },
  { userId: "must be a Clerk user id: user_ and letters or digits" },
);
