/** What stands in an address for a segment such as `[userId]`, where it isn't any id. */
const EXAMPLES: Record<string, string> = { userId: "user_local_pro" };

/** An address that leads to a route: `/projects/1` for `/projects/[id]`. */
export function addressOf(route: string): string {
  return route.replace(/\[+(?:\.\.\.)?(\w+)\]+/g, (_, name: string) => EXAMPLES[name] ?? "1");
}
