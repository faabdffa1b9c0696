import { testAnswers } from "../../answers.ts";

testAnswers(`
  who    nobody    new          user  pro  moderator  admin  owner
  /team  /sign-in  /onboarding  200   200  200        200    200
`);
