import { primaryEmail, type UserRecord } from "./records.ts";
import { avatarUrl } from "./resources/avatar.ts";

/** `{{ user.public_metadata.role || 'guest' }}`; the token editor of Clerk's Dashboard calls it a shortcode. */
const SHORTCODE = /\{\{\s*(.+?)\s*\}\}/g;
const WHOLE = /^\{\{\s*([^{}]+?)\s*\}\}$/;

/** What a shortcode can name. Private metadata is not among it: a token can be read by its bearer. */
function scope(user: UserRecord): unknown {
  const email = primaryEmail(user);
  const phone = user.phones.find((one) => one.id === user.primaryPhoneId);
  return {
    user: {
      id: user.id,
      external_id: user.externalId,
      first_name: user.firstName,
      last_name: user.lastName,
      full_name: [user.firstName, user.lastName].filter(Boolean).join(" ") || null,
      primary_email_address: email?.address ?? null,
      email_verified: email?.verified ?? false,
      username: user.username,
      primary_phone_number: phone?.number ?? null,
      phone_number_verified: phone?.verified ?? false,
      image_url: avatarUrl(user),
      has_image: user.image !== null,
      two_factor_enabled: false,
      public_metadata: user.publicMetadata,
      unsafe_metadata: user.unsafeMetadata,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
      last_sign_in_at: user.lastSignInAt,
    },
  };
}

function lookUp(path: string, from: unknown): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return Reflect.get(value, key);
  }, from);
}

/** The first alternative that has a value; a quoted one is text. */
function evaluate(expression: string, from: unknown): unknown {
  for (const alternative of expression.split("||").map((part) => part.trim())) {
    const quoted = /^'(.*)'$/.exec(alternative);
    const value = quoted ? quoted[1] : lookUp(alternative, from);
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

function resolve(template: unknown, from: unknown): unknown {
  if (typeof template === "string") {
    const whole = WHOLE.exec(template);
    if (whole?.[1]) return evaluate(whole[1], from);
    return template.replace(SHORTCODE, (_, expression: string) =>
      String(evaluate(expression, from) ?? ""),
    );
  }
  if (Array.isArray(template)) return template.map((item) => resolve(item, from));
  if (typeof template === "object" && template !== null) {
    return Object.fromEntries(
      Object.entries(template).map(([key, value]) => [key, resolve(value, from)]),
    );
  }
  return template;
}

/**
 * The custom claims of a user's session token.
 * https://clerk.com/docs/guides/sessions/customize-session-tokens: a value that is one shortcode keeps
 * its type, and one that has no value becomes null.
 * @param more what shortcodes can name besides the user
 */
export function customClaims(
  template: Record<string, unknown>,
  user: UserRecord,
  more: object = {},
): Record<string, unknown> {
  const from = Object.assign({}, scope(user), more);
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, resolve(value, from)]),
  );
}
