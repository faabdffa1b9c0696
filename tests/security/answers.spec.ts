import { testAnswers } from "./answers.ts";

testAnswers(`
  who          nobody    new                  user        pro         moderator   admin       owner
  /            200       200                  200         200         200         200         200
  /onboarding  /sign-in  /onboarding/welcome  /dashboard  /dashboard  /dashboard  /dashboard  /dashboard
  /dashboard   /sign-in  /onboarding          200         200         200         200         200
  /settings    /sign-in  /onboarding          200         200         200         200         200
  /api/me      401       200                  200         200         200         200         200
`);
