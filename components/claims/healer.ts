import { HEALTHY, type HealingCommand, type HealingEvent, heal } from "~/components/claims/healing";
import { withDeadline } from "~/lib/deadline";

/** How the commands of the state machine are carried out. */
export interface HealingTools {
  refreshToken(): Promise<unknown>;
  /** Whether the server allows the path now. */
  recheck(path: string): Promise<boolean>;
  go(path: string): void;
}

const ANSWER_DEADLINE_MS = 10_000;
/** Where the visitor was last sent on by itself, kept across documents until they act. */
const SENT_ON = "healing-sent-on";

let state = HEALTHY;
let isFirstDenial = true;
const listeners = new Set<() => void>();

/** Runs the machine, one for the document: what was looked at outlives the page that was denied. */
export function tellHealer(event: HealingEvent, tools?: HealingTools): void {
  const [next, command] = heal(state, event);
  state = next;
  for (const listener of listeners) listener();
  if (command && tools) void carryOut(command, tools);
}

async function carryOut(command: HealingCommand, tools: HealingTools): Promise<void> {
  if (command.kind === "go") {
    remember(command.path);
    tools.go(command.path);
    return;
  }
  try {
    if (command.kind === "refresh-token") {
      await withDeadline(tools.refreshToken, ANSWER_DEADLINE_MS);
      tellHealer({ kind: "refreshed" }, tools);
    } else {
      const { path } = command;
      const allowed = await withDeadline(() => tools.recheck(path), ANSWER_DEADLINE_MS);
      tellHealer({ kind: "rechecked", path, allowed }, tools);
    }
  } catch {
    // Offline, or signed out meanwhile: the page as it stands is the answer.
    tellHealer({ kind: "failed" });
  }
}

/**
 * A denial is on screen. Where this document itself is where the last look led (the router loads a
 * document when it cannot fetch a page), nobody has acted, and it is not looked at.
 */
export function tellDenied(denial: string, wanted: string, tools: HealingTools): void {
  const wasSentHere = isFirstDenial && sentOn() === wanted && !isReloadOrBack();
  isFirstDenial = false;
  if (wasSentHere) state = { ...state, armed: false };
  tellHealer({ kind: "denied", denial, wanted }, tools);
}

export function subscribeHealer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isHealing(): boolean {
  return state.phase !== "idle";
}

function isReloadOrBack(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return entry instanceof PerformanceNavigationTiming && entry.type !== "navigate";
}

function sentOn(): string | null {
  try {
    return sessionStorage.getItem(SENT_ON);
  } catch {
    return null; // storage is switched off
  }
}

function remember(path: string | null): void {
  try {
    if (path === null) sessionStorage.removeItem(SENT_ON);
    else sessionStorage.setItem(SENT_ON, path);
  } catch {
    // Storage is switched off: then the bound holds for each document by itself.
  }
}

function noteAct(event: Event): void {
  if (!event.isTrusted) return;
  const isIdleClick =
    event.type === "click" &&
    !(event.target instanceof Element && event.target.closest("a, button, [role=button], summary"));
  if (isIdleClick) return;
  remember(null);
  tellHealer({ kind: "acted" });
}

if (typeof document !== "undefined") {
  // Capturing, so that the act is known before the navigation that it starts.
  for (const type of ["click", "submit"]) document.addEventListener(type, noteAct, true);
  window.addEventListener("popstate", noteAct, true);
}
