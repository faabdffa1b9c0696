import { ShieldCheck } from "lucide-react";
import { Badge } from "~/components/ui/badge";
import { ROLE_NAMES, type Role } from "~/lib/auth/claims";

/** A role as a badge; those with power over others carry a shield. */
export function RoleBadge({ role }: { role: Role }) {
  return (
    <Badge variant={role === "user" ? "secondary" : "warning"}>
      {role === "user" ? null : <ShieldCheck aria-hidden="true" />}
      {ROLE_NAMES[role]}
    </Badge>
  );
}
