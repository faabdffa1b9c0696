"use client";

import { createContext, type ReactNode, use, useState } from "react";

const NonceContext = createContext("");

/**
 * The nonce of the document. The server makes a new one for every answer, but the browser keeps the
 * policy of the document it has loaded, and so the first nonce.
 */
export function NonceProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  const [first] = useState(nonce);
  return <NonceContext value={first}>{children}</NonceContext>;
}

/** What styles and scripts that are added in the browser need. */
export function useNonce(): string {
  return use(NonceContext);
}
