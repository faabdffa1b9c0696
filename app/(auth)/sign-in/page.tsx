import { SignIn } from "@clerk/nextjs";
import { auth } from "@clerk/nextjs/server";
import type { Metadata } from "next";
import { ClerkFallback } from "~/components/claims/clerk-fallback";
import { Hydrated } from "~/components/claims/hydrated";
import { TaskFirst } from "~/components/claims/task-first";
import { LocalPersonas } from "~/components/site/local-personas";
import { safeReturnPath, withReturnPath } from "~/lib/request/return-path";

export const metadata: Metadata = {
  title: "Sign in",
  description: "Sign in to your account.",
};

/** Clerk's steps live in the hash, so that no rule has to cover paths below this one. */
export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const back = safeReturnPath((await searchParams).redirect_url);
  const { sessionStatus } = await auth();
  const fallback = <ClerkFallback what="sign-in" title="Sign in" />;
  const form = (
    <SignIn
      routing="hash"
      fallback={fallback}
      signUpUrl={withReturnPath("/sign-up", "redirect_url", back)}
      forceRedirectUrl={back ?? "/dashboard"}
    />
  );
  return (
    <>
      <Hydrated fallback={fallback}>
        {sessionStatus === "pending" ? <TaskFirst>{form}</TaskFirst> : form}
      </Hydrated>
      <LocalPersonas back={back ?? "/dashboard"} className="max-w-100" />
    </>
  );
}
