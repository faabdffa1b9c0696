import { Search } from "lucide-react";
import { Button } from "~/components/ui/button";
import { SelectField, TextField } from "~/components/ui/field";
import { PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import type { UserFilter } from "~/lib/users";

const ANY = { value: "", label: "Any" };
const ROLE_OPTIONS = [ANY, ...ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }))];
const PLAN_OPTIONS = [ANY, ...PLANS.map((plan) => ({ value: plan, label: PLAN_NAMES[plan] }))];

/** A plain GET form: the filter is in the address, to keep, share and go back to. */
export function FilterForm({ filter }: { filter: UserFilter }) {
  return (
    <search>
      <form className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_9rem_9rem_auto] sm:items-end">
        <div className="max-sm:col-span-2">
          <TextField
            name="q"
            type="search"
            label="Name, email address or id"
            defaultValue={filter.query}
            maxLength={100}
          />
        </div>
        <SelectField
          name="role"
          label="Role"
          options={ROLE_OPTIONS}
          defaultValue={filter.role ?? ""}
        />
        <SelectField
          name="plan"
          label="Plan"
          options={PLAN_OPTIONS}
          defaultValue={filter.plan ?? ""}
        />
        <Button type="submit" variant="outline" className="max-sm:col-span-2">
          <Search aria-hidden="true" /> Search
        </Button>
      </form>
    </search>
  );
}
