const CODE = `// lib/auth/policy.ts: who may open it
"/invoices": { who: "onboarded", plan: "pro" },

// app/invoices/page.tsx: its first line
const { userId } = await requireAccess("/invoices");

// A server action: the next page has the new plan
const [error] = await updateUserMetadata(userId, { plan: "pro" });
if (error) return [error, null];
redirect("/invoices");`;

const PARTS = /(\/\/.*)|("[^"]*")|\b(const|await)\b/g;

/** Gates a page and changes a claim. Highlighted here, so the browser gets no script for it. */
export function Code() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable
    <pre tabIndex={0} className="overflow-x-auto p-5 font-mono text-[13px] leading-6">
      <code>
        {CODE.split(PARTS).map((text, index) => {
          const color = ["", "text-muted-foreground", "text-primary", "font-medium text-violet"][
            index % 4
          ];
          return text ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
            <span key={index} className={color}>
              {text}
            </span>
          ) : null;
        })}
      </code>
    </pre>
  );
}
