import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

export default function OpenLayout({ children }: { children: ReactNode }) {
  return <ThemeProvider attribute="class">{children}</ThemeProvider>;
}
