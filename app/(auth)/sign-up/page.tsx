import { SignUp } from "@clerk/nextjs";
import type { Metadata } from "next";
import { ClerkFallback } from "~/components/claims/clerk-fallback";
import { Hydrated } from "~/components/claims/hydrated";
import { LocalCode } from "~/components/site/local-code";
import { safeReturnPath, withReturnPath } from "~/lib/request/return-path";

export const metadata: Metadata = {
  title: "Create account",
  description: "Create an account with your email address.",
};

/** A new user who wanted a certain page is sent there; its guard leads through onboarding first. */
export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const back = safeReturnPath((await searchParams).redirect_url);
  const fallback = <ClerkFallback what="sign-up" title="Create account" />;
  return (
    <>
      <Hydrated fallback={fallback}>
        <SignUp
          routing="hash"
          fallback={fallback}
          signInUrl={withReturnPath("/sign-in", "redirect_url", back)}
          forceRedirectUrl={back ?? "/onboarding"}
        />
      </Hydrated>
      <LocalCode />
    </>
  );
}
