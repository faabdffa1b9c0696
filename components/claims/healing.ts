/**
 * How a denial that came from old claims heals, as a pure state machine: what happened goes in, what
 * to do next comes out. docs/freshness.md proves from `armed` that it cannot loop.
 */
export interface Healing {
  /**
   * Whether the visitor has acted (loaded the document, clicked, went back) since the last look.
   * A look uses it up, so there is at most one look, and one way on, for each act of theirs.
   */
  armed: boolean;
  phase: "idle" | "refreshing" | "rechecking";
  /** Whether the visitor asked again while a look was under way: should it fail, one more is due. */
  again: boolean;
  /** The denial that was last told of; the same one is not looked at twice. */
  denial: string | null;
  /** The path behind the denial on screen; null when no denial is on screen. */
  wanted: string | null;
}

export type HealingEvent =
  /** The visitor clicked, submitted, or went back or forward. */
  | { kind: "acted" }
  /** A denial is on screen. Rendering it anew gives it a new `denial`, whatever the reason. */
  | { kind: "denied"; denial: string; wanted: string }
  /** The denial has left the screen. */
  | { kind: "left" }
  /** The new token arrived. */
  | { kind: "refreshed" }
  /** The server has looked again with the new token. */
  | { kind: "rechecked"; path: string; allowed: boolean }
  /** The token or the server's answer did not arrive in time. */
  | { kind: "failed" };

export type HealingCommand =
  | { kind: "refresh-token" }
  | { kind: "recheck"; path: string }
  | { kind: "go"; path: string };

export const HEALTHY: Healing = {
  armed: true,
  phase: "idle",
  again: false,
  denial: null,
  wanted: null,
};

/** The next state, and the command that the caller has to carry out and answer with an event. */
export function heal(state: Healing, event: HealingEvent): [Healing, HealingCommand | null] {
  switch (event.kind) {
    case "acted":
      return [{ ...state, armed: true }, null];
    case "denied": {
      const { denial, wanted } = event;
      const told = { ...state, denial, wanted };
      if (state.denial === denial || !state.armed) return [told, null];
      if (state.phase !== "idle") return [{ ...told, armed: false, again: true }, null];
      return look({ ...told, armed: false });
    }
    case "left":
      return [{ ...state, wanted: null }, null];
    case "refreshed":
      if (state.phase !== "refreshing") return [state, null];
      return recheckWanted(state);
    case "rechecked": {
      if (state.phase !== "rechecking") return [state, null];
      if (state.wanted !== null && state.wanted !== event.path) return recheckWanted(state);
      if (state.wanted !== null && !event.allowed && state.again) return look(state);
      // Who acted or left meanwhile is on a way of their own.
      const isFree = state.wanted !== null && !state.armed;
      return [rest(state), event.allowed && isFree ? { kind: "go", path: event.path } : null];
    }
    case "failed":
      return [rest(state), null];
  }
}

function look(state: Healing): [Healing, HealingCommand] {
  return [{ ...state, phase: "refreshing", again: false }, { kind: "refresh-token" }];
}

function rest(state: Healing): Healing {
  return { ...state, phase: "idle", again: false };
}

function recheckWanted(state: Healing): [Healing, HealingCommand | null] {
  if (state.wanted === null) return [rest(state), null];
  return [
    { ...state, phase: "rechecking" },
    { kind: "recheck", path: state.wanted },
  ];
}
