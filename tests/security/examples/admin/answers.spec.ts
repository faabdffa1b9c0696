import { testAnswers } from "../../answers.ts";

testAnswers(`
  who                    nobody    new          user  pro  moderator  admin  owner
  /admin                 /sign-in  /onboarding  403   403  403        200    200
  /admin/user_local_pro  /sign-in  /onboarding  403   403  403        200    200
  /audit                 /sign-in  /onboarding  403   403  403        403    200
`);
