import { SignIn } from "@clerk/nextjs";
import type { Metadata } from "next";
import { LocalPersonas } from "~/components/site/local-personas";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { email } = await searchParams;
  const initialValues = typeof email === "string" ? { emailAddress: email } : {};
  return (
    <>
      {/* Clerk's steps live in the hash, so that the policy needs no rule for paths below. */}
      <SignIn key={initialValues.emailAddress} routing="hash" initialValues={initialValues} />
      <LocalPersonas />
    </>
  );
}
