import { testAnswers } from "../../answers.ts";

testAnswers(`
  who              nobody    new          user  pro  moderator  admin  owner
  /moderation      /sign-in  /onboarding  403   403  200        200    200
  /api/moderation  401       403          403   403  200        200    200
`);
