import type {
  DomainRecord,
  Entitlements,
  InvitationRecord,
  MembershipRecord,
  OrganizationRecord,
  PermissionRecord,
  RoleRecord,
  SuggestionRecord,
} from "./records.ts";

const RECORDS = [
  "organizations",
  "memberships",
  "invitations",
  "domains",
  "suggestions",
  "permissions",
  "roles",
] as const;

export interface SavedOrganizations {
  organizations: OrganizationRecord[];
  memberships: MembershipRecord[];
  invitations: InvitationRecord[];
  domains: DomainRecord[];
  suggestions: SuggestionRecord[];
  permissions: PermissionRecord[];
  roles: RoleRecord[];
  lastActive: [userId: string, organizationId: string | null][];
  entitlements: [id: string, Entitlements][];
}

/** What the local Clerk remembers of organizations; each map is by id. */
export class OrganizationStore {
  readonly organizations = new Map<string, OrganizationRecord>();
  readonly memberships = new Map<string, MembershipRecord>();
  readonly invitations = new Map<string, InvitationRecord>();
  readonly domains = new Map<string, DomainRecord>();
  readonly suggestions = new Map<string, SuggestionRecord>();
  readonly permissions = new Map<string, PermissionRecord>();
  readonly roles = new Map<string, RoleRecord>();
  /** The organization that a user's next session starts with. */
  readonly lastActive = new Map<string, string | null>();
  /** By the id of a user or an organization. */
  readonly entitlements = new Map<string, Entitlements>();

  load(saved: SavedOrganizations | undefined): void {
    if (!saved) return; // written before there were organizations
    for (const one of saved.organizations) this.organizations.set(one.id, one);
    for (const one of saved.memberships) this.memberships.set(one.id, one);
    for (const one of saved.invitations) this.invitations.set(one.id, one);
    for (const one of saved.domains) this.domains.set(one.id, one);
    for (const one of saved.suggestions) this.suggestions.set(one.id, one);
    for (const one of saved.permissions) this.permissions.set(one.id, one);
    for (const one of saved.roles) this.roles.set(one.id, one);
    for (const [id, organizationId] of saved.lastActive) this.lastActive.set(id, organizationId);
    for (const [id, entitlements] of saved.entitlements) this.entitlements.set(id, entitlements);
  }

  save(): SavedOrganizations {
    return {
      organizations: [...this.organizations.values()],
      memberships: [...this.memberships.values()],
      invitations: [...this.invitations.values()],
      domains: [...this.domains.values()],
      suggestions: [...this.suggestions.values()],
      permissions: [...this.permissions.values()],
      roles: [...this.roles.values()],
      lastActive: [...this.lastActive],
      entitlements: [...this.entitlements],
    };
  }

  clear(): void {
    for (const kind of RECORDS) this[kind].clear();
    this.lastActive.clear();
    this.entitlements.clear();
  }
}
