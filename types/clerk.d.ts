import type { Claims } from "~/lib/auth/claims";
import type { PrivateMetadata } from "~/lib/auth/private-metadata";

/** Clerk stores no field until it is written; null is how a write deletes one. */
type Stored<Metadata> = { [Name in keyof Metadata]?: Metadata[Name] | null };

declare global {
  interface UserPublicMetadata extends Stored<Claims> {}
  interface UserPrivateMetadata extends Stored<PrivateMetadata> {}
  /** Absent until the session token is customized; read it through `parseClaims` only. */
  interface CustomJwtSessionClaims {
    metadata?: Stored<Claims>;
  }
}
