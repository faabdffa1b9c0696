import { Search } from "lucide-react";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import type { UserFilter } from "~/lib/admin/find-users";
import { PLAN_OPTIONS, ROLE_OPTIONS } from "../access-options";

/** A plain GET form: the filter is in the URL, to bookmark, share and go back to. */
export function FilterForm({ query, role, plan }: UserFilter) {
  const selects = [
    { name: "role", label: "Role", options: ROLE_OPTIONS, value: role },
    { name: "plan", label: "Plan", options: PLAN_OPTIONS, value: plan },
  ];
  return (
    <search>
      <form className="grid grid-cols-2 gap-3 text-sm font-medium sm:grid-cols-[1fr_9rem_9rem_auto] sm:items-end">
        <div className="space-y-1.5 max-sm:col-span-2">
          <label htmlFor="q">Name, email address or ID</label>
          <Input id="q" name="q" type="search" defaultValue={query} maxLength={100} />
        </div>
        {selects.map(({ name, label, options, value }) => (
          <div key={name} className="space-y-1.5">
            <label htmlFor={name}>{label}</label>
            <NativeSelect id={name} name={name} defaultValue={value}>
              {[{ value: "", label: "Any" }, ...options].map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </NativeSelect>
          </div>
        ))}
        <Button type="submit" variant="outline" className="max-sm:col-span-2">
          <Search aria-hidden="true" /> Search
        </Button>
      </form>
    </search>
  );
}
