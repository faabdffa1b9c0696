import { testAnswers } from "../../answers.ts";

testAnswers(`
  who           nobody    new          user  pro  moderator  admin  owner
  /reports      /sign-in  /onboarding  403   200  403        403    200
  /api/reports  401       403          403   200  403        403    200
`);
