import { z } from "zod";
import { primaryEmail, type UserRecord } from "../records.ts";

const texts = z.array(z.string()).optional();

/** `email_address=a&email_address=b`: any of them. A filter that is not named here answers 501, not everybody. */
export const userFilterSchema = z.strictObject({
  email_address: texts,
  user_id: texts,
  external_id: texts,
  query: z.tuple([z.string()]).optional(),
});

type Filter = z.infer<typeof userFilterSchema>;

const SORT_KEYS = {
  created_at: (user) => user.createdAt,
  updated_at: (user) => user.updatedAt,
  last_sign_in_at: (user) => user.lastSignInAt ?? 0,
  last_active_at: (user) => user.lastActiveAt ?? 0,
  email_address: (user) => primaryEmail(user)?.address ?? "",
  first_name: (user) => user.firstName ?? "",
  last_name: (user) => user.lastName ?? "",
} satisfies Record<string, (user: UserRecord) => number | string>;

/** One number in a query; Clerk's range and default. https://clerk.com/docs/reference/backend-api/tag/users/GET/users */
function number(min: number, max: number, byDefault: number) {
  return z.tuple([z.coerce.number().int().min(min).max(max)]).default([byDefault]);
}

export const userListSchema = z.strictObject({
  ...userFilterSchema.shape,
  limit: number(1, 500, 10),
  offset: number(0, Number.MAX_SAFE_INTEGER, 0),
  order_by: z
    .tuple([z.templateLiteral([z.enum(["", "+", "-"]), z.enum(keysOf(SORT_KEYS))])])
    .default(["-created_at"]),
});

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  return Object.keys(record) as K[]; // the keys of a literal are its type's keys
}

function matches(
  user: UserRecord,
  { email_address, user_id, external_id, query }: Filter,
): boolean {
  const addresses = user.emails.map((email) => email.address);
  if (user_id && !user_id.includes(user.id)) return false;
  if (external_id && !external_id.includes(user.externalId ?? "")) return false;
  if (email_address && !email_address.some((one) => addresses.includes(one.toLowerCase())))
    return false;
  const wanted = query?.[0].toLowerCase();
  if (wanted === undefined) return true;
  const name = [user.firstName, user.lastName].filter(Boolean).join(" ");
  return [user.id, name, ...addresses].some((text) => text.toLowerCase().includes(wanted));
}

export function filterUsers(users: Iterable<UserRecord>, filter: Filter): UserRecord[] {
  return [...users].filter((user) => matches(user, filter));
}

/** One page of the users that match. */
export function listUsers(
  users: Iterable<UserRecord>,
  list: z.infer<typeof userListSchema>,
): UserRecord[] {
  const [orderBy] = list.order_by;
  const direction = orderBy.startsWith("-") ? -1 : 1;
  const key = SORT_KEYS[orderBy.replace(/^[+-]/, "") as keyof typeof SORT_KEYS]; // the schema let no other pass
  const sorted = filterUsers(users, list).sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? 0 : direction * (left < right ? -1 : 1);
  });
  const [limit, offset] = [list.limit[0], list.offset[0]];
  return sorted.slice(offset, offset + limit);
}
