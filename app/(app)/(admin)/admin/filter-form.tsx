import { Search } from "lucide-react";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import type { UserFilter } from "~/lib/admin/find-users";
import { AccessSelects } from "../access-selects";

/** A plain GET form: the filter is in the URL, to bookmark, share and go back to. */
export function FilterForm({ filter }: { filter: UserFilter }) {
  return (
    <search>
      <form
        method="get"
        className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_9rem_9rem_auto] sm:items-end"
      >
        <div className="space-y-1.5 max-sm:col-span-2">
          <label htmlFor="q" className="block text-sm font-medium">
            Name, email address or ID
          </label>
          <Input id="q" name="q" type="search" defaultValue={filter.query} maxLength={100} />
        </div>
        <AccessSelects value={filter} none="Any" />
        {filter.sort ? <input type="hidden" name="sort" value={filter.sort} /> : null}
        <Button type="submit" variant="outline" className="max-sm:col-span-2">
          <Search aria-hidden="true" /> Search
        </Button>
      </form>
    </search>
  );
}
