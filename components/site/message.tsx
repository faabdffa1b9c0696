import type { ReactNode } from "react";
import { Header } from "~/components/site/header";

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
      <Header />
      <main
        id="main"
        tabIndex={-1}
        className="flex grow flex-col items-center justify-center px-5 py-16 text-center"
      >
        <h1 className="text-3xl font-semibold">{title}</h1>
        <div className="mt-3 max-w-md space-y-4 text-muted-foreground">{children}</div>
        <div className="mt-8 flex flex-wrap justify-center gap-3">{actions}</div>
      </main>
    </>
  );
}
