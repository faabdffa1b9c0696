import { ShieldCheck } from "lucide-react";
import { Badge } from "~/components/ui/badge";
import { ROLE_NAMES, type Role } from "~/lib/auth/claims";

const HAS_POWER_OVER_OTHERS: Record<Role, boolean> = { user: false, moderator: true, admin: true };

/** A role as a badge; those with power over others carry a shield. */
export function RoleBadge({ role }: { role: Role }) {
  const hasPower = HAS_POWER_OVER_OTHERS[role];
  return (
    <Badge variant={hasPower ? "warning" : "secondary"}>
      {hasPower ? <ShieldCheck aria-hidden="true" /> : null}
      {ROLE_NAMES[role]}
    </Badge>
  );
}
