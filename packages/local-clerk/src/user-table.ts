import type { UserRecord } from "./records.ts";

/** The users, found by id, address and age without looking at all of them. */
export class UserTable {
  readonly #byId = new Map<string, UserRecord>();
  readonly #byAddress = new Map<string, Set<UserRecord>>();
  /** Where each stands in `#byAddress`. */
  readonly #addressesOf = new Map<string, string[]>();
  /** Oldest first, those of one millisecond as they came; null until it is asked for. */
  #byAge: UserRecord[] | null = [];

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  get(id: string): UserRecord | undefined {
    return this.#byId.get(id);
  }

  /** In the order in which they came. */
  values(): Iterable<UserRecord> {
    return this.#byId.values();
  }

  /** Users who have the address, verified or not. */
  withAddress(address: string): Iterable<UserRecord> {
    return this.#byAddress.get(address.toLowerCase()) ?? [];
  }

  add(user: UserRecord): void {
    this.#byId.set(user.id, user);
    const newest = this.#byAge?.at(-1);
    if (newest === undefined || newest.createdAt <= user.createdAt) this.#byAge?.push(user);
    else this.#byAge = null;
    this.readdress(user);
  }

  /** Call it after a change of the user's addresses. */
  readdress(user: UserRecord): void {
    this.#forgetAddresses(user);
    const addresses = user.emails.map((email) => email.address);
    this.#addressesOf.set(user.id, addresses);
    for (const address of addresses) {
      const owners = this.#byAddress.get(address) ?? new Set();
      this.#byAddress.set(address, owners.add(user));
    }
  }

  #forgetAddresses(user: UserRecord): void {
    for (const address of this.#addressesOf.get(user.id) ?? []) {
      const owners = this.#byAddress.get(address);
      owners?.delete(user);
      if (owners?.size === 0) this.#byAddress.delete(address);
    }
    this.#addressesOf.delete(user.id);
  }

  delete(user: UserRecord): void {
    this.#forgetAddresses(user);
    this.#byId.delete(user.id);
    this.#byAge = null;
  }

  clear(): void {
    this.#byId.clear();
    this.#byAddress.clear();
    this.#addressesOf.clear();
    this.#byAge = [];
  }

  /** By when they were created; those of one millisecond as they came, in both directions. */
  *byAge(first: "oldest" | "newest"): Iterable<UserRecord> {
    this.#byAge ??= [...this.#byId.values()].sort((a, b) => a.createdAt - b.createdAt);
    const users = this.#byAge;
    if (first === "oldest") {
      yield* users;
      return;
    }
    for (let end = users.length; end > 0; ) {
      let start = end - 1;
      while (start > 0 && users[start - 1]?.createdAt === users[start]?.createdAt) start -= 1;
      yield* users.slice(start, end);
      end = start;
    }
  }
}
