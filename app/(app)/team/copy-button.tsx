"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "~/components/ui/button";

export function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState("");

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // The browser has no clipboard outside HTTPS and localhost.
      toast.error("Your browser didn't let us copy. Select the code and copy it.");
    }
  }

  return (
    <Button variant="outline" size="sm" className="min-w-28" onClick={copy}>
      {copied === text ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span aria-live="polite">{copied === text ? "Copied" : "Copy code"}</span>
    </Button>
  );
}
