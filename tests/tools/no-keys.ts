/** Local services, whatever keys the shell or .env.local holds. */
export const NO_KEYS = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "",
  CLERK_SECRET_KEY: "",
  CLERK_JWT_KEY: "",
  CLERK_WEBHOOK_SIGNING_SECRET: "",
};
