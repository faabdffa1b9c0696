import type { ReactNode } from "react";
import { Themed } from "../themed";

export default function LookupLayout({ children }: { children: ReactNode }) {
  return <Themed>{children}</Themed>;
}
