import { NativeSelect } from "~/components/ui/native-select";
import { PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";

const SELECTS = [
  { name: "role", label: "Role", options: ROLES.map((role) => [role, ROLE_NAMES[role]]) },
  { name: "plan", label: "Plan", options: PLANS.map((plan) => [plan, PLAN_NAMES[plan]]) },
] as const;

interface AccessSelectsProps {
  /** What is selected at first, and again when it changes. */
  value: { role?: string | undefined; plan?: string | undefined };
  /** The word for an empty choice. Without it there is none. */
  none?: string;
}

export function AccessSelects({ value, none }: AccessSelectsProps) {
  return SELECTS.map(({ name, label, options }) => (
    <div key={`${name} ${value[name]}`} className="space-y-2">
      <label htmlFor={name} className="block text-sm font-medium">
        {label}
      </label>
      <NativeSelect id={name} name={name} defaultValue={value[name]}>
        {none ? <option value="">{none}</option> : null}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </NativeSelect>
    </div>
  ));
}
