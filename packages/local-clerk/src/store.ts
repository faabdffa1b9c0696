import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseLock, takeLock } from "@claims-starter/local-service";
import { InstanceRecords, type SavedRecords } from "./instance-records.ts";
import { OrganizationStore, type SavedOrganizations } from "./organizations/store.ts";
import {
  type ClientRecord,
  isLive,
  type SessionRecord,
  type SignInTokenRecord,
  USER_DEFAULTS,
  type UserRecord,
} from "./records.ts";
import { UserTable } from "./user-table.ts";

const FILE = "clerk-state.json";
const VERSION = 1;
const WRITE_AFTER_MS = 50;

interface Saved {
  version: typeof VERSION;
  users: UserRecord[];
  clients: ClientRecord[];
  sessions: SessionRecord[];
  signInTokens: SignInTokenRecord[];
  records?: SavedRecords;
  organizations?: SavedOrganizations;
}

/**
 * Everything that changes, in memory; with a folder also in one JSON file, so that a restart keeps
 * users and sessions. Requests change records without awaiting in between, which is what makes each
 * change atomic.
 */
export class Store {
  readonly users = new UserTable();
  readonly clients = new Map<string, ClientRecord>();
  readonly sessions = new Map<string, SessionRecord>();
  readonly signInTokens = new Map<string, SignInTokenRecord>();
  readonly records = new InstanceRecords();
  readonly organizations = new OrganizationStore();
  readonly #dir: string | undefined;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(dir: string | undefined, log: (line: string) => void) {
    this.#dir = dir;
    this.#log = log;
    if (!dir) return;
    const saved = read(join(dir, FILE), log);
    if (saved) this.#load(saved);
  }

  #load(saved: Saved): void {
    for (const user of saved.users) this.users.add({ ...USER_DEFAULTS, ...user });
    // Dead sessions are left behind here, and so are signed-out browsers a day after their last use.
    const live = saved.sessions.filter(isLive);
    const used = new Set(live.map((session) => session.clientId));
    const yesterday = Date.now() - 86_400_000;
    for (const session of live) this.sessions.set(session.id, session);
    for (const client of saved.clients) {
      if (used.has(client.id) || client.updatedAt > yesterday) this.clients.set(client.id, client);
    }
    for (const token of saved.signInTokens) this.signInTokens.set(token.id, token);
    this.records.load(saved.records);
    this.organizations.load(saved.organizations);
  }

  /** Call after every change: the file follows within 50 ms. */
  changed(): void {
    if (!this.#dir || this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), WRITE_AFTER_MS);
  }

  /**
   * Written beside the file and renamed over it: a crash leaves the old state or the new one, never
   * half of one. A disk that refuses costs the memory across a restart, not the running service.
   */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#dir) return;
    const state: Saved = {
      version: VERSION,
      users: [...this.users.values()],
      clients: [...this.clients.values()],
      sessions: [...this.sessions.values()],
      signInTokens: [...this.signInTokens.values()],
      records: this.records.save(),
      organizations: this.organizations.save(),
    };
    const file = join(this.#dir, FILE);
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.tmp`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.tmp`, file);
    } catch (error) {
      this.#log(`The local Clerk could not save its state: ${error}`);
    }
  }

  clear(): void {
    this.users.clear();
    this.clients.clear();
    this.sessions.clear();
    this.signInTokens.clear();
    this.records.clear();
    this.organizations.clear();
    this.changed();
  }
}

/**
 * Keeps the folder to this process: two that wrote to it would lose each other's users.
 * @returns what gives it back
 * @throws {Error} naming the process that has it
 */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, "clerk-lock");
  const holder = takeLock(file);
  if (holder === null) return () => releaseLock(file);
  throw new Error(
    `${dir} is in use by the local Clerk of process ${holder}. End it, or choose another folder.`,
  );
}

/** Forgets what was saved in this folder; the keys stay, so the app's variables still count. */
export function removeState(dir: string): void {
  rmSync(join(dir, FILE), { force: true });
}

function read(file: string, log: (line: string) => void): Saved | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined; // first start
  }
  try {
    const saved: unknown = JSON.parse(text);
    if (saved && typeof saved === "object" && "version" in saved && saved.version === VERSION) {
      return saved as Saved; // only this file writes it, and the version names its shape
    }
  } catch {
    // told below
  }
  const kept = `${file}.unreadable`;
  renameSync(file, kept);
  log(`The saved state can't be read. It is kept as ${kept}; starting again from the seed.`);
  return undefined;
}
