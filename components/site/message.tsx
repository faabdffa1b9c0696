import type { ReactNode } from "react";
import { Logo } from "~/components/site/logo";

/** A whole page that says one thing and offers a way on: not found, errors. */
export function Message({
  title,
  actions,
  children,
}: {
  title: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className="mx-auto w-full max-w-5xl px-5 py-4">
        <Logo />
      </header>
      <main className="flex grow flex-col items-center justify-center px-5 py-16 text-center">
        <h1 className="text-3xl font-semibold">{title}</h1>
        <div className="mt-3 max-w-md space-y-4 text-muted-foreground">{children}</div>
        <div className="mt-8 flex flex-wrap justify-center gap-3">{actions}</div>
      </main>
    </>
  );
}
