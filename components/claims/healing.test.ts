import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  HEALTHY,
  type Healing,
  type HealingCommand,
  type HealingEvent,
  heal,
} from "~/components/claims/healing";

const PATHS = ["/admin", "/reports?month=5", "/onboarding"];

/** Feeds events one after another and answers the commands by hand. */
class Machine {
  state: Healing;
  readonly commands: HealingCommand[] = [];

  constructor(state = HEALTHY) {
    this.state = state;
  }

  tell(...events: HealingEvent[]): this {
    for (const event of events) {
      const [next, command] = heal(this.state, event);
      this.state = next;
      if (command) this.commands.push(command);
    }
    return this;
  }

  count(kind: HealingCommand["kind"]): number {
    return this.commands.filter((command) => command.kind === kind).length;
  }
}

let denials = 0;
function denied(wanted: string): HealingEvent {
  denials += 1;
  return { kind: "denied", denial: `denial-${denials}`, wanted };
}
const acted: HealingEvent = { kind: "acted" };
const left: HealingEvent = { kind: "left" };
const refreshed: HealingEvent = { kind: "refreshed" };
const rechecked = (path: string, allowed: boolean): HealingEvent => ({
  kind: "rechecked",
  path,
  allowed,
});

describe("a denial", () => {
  test("is healed by one new token", () => {
    const machine = new Machine().tell(denied("/admin"), refreshed, rechecked("/admin", true));
    expect(machine.commands).toEqual([
      { kind: "refresh-token" },
      { kind: "recheck", path: "/admin" },
      { kind: "go", path: "/admin" },
    ]);
  });

  test("that is right stands, and a second click is looked at again", () => {
    const machine = new Machine().tell(denied("/admin"), refreshed, rechecked("/admin", false));
    expect(machine.count("go")).toBe(0);
    machine.tell(acted, denied("/admin"), refreshed, rechecked("/admin", true));
    expect(machine.count("refresh-token")).toBe(2);
    expect(machine.count("go")).toBe(1);
  });

  test("that is only rendered anew is not looked at again", () => {
    const machine = new Machine().tell(denied("/admin"), refreshed, rechecked("/admin", false));
    machine.tell(denied("/admin"), denied("/admin"), left, denied("/admin"));
    expect(machine.count("refresh-token")).toBe(1);
  });

  test("that the page tells of twice is one denial", () => {
    const same = denied("/admin");
    const machine = new Machine().tell(same, refreshed, rechecked("/admin", false), acted, same);
    expect(machine.count("refresh-token")).toBe(1);
  });

  test("by a page that refuses what the recheck allows is given up after one try", () => {
    const machine = new Machine().tell(denied("/admin"), refreshed, rechecked("/admin", true));
    machine.tell(denied("/admin"), denied("/reports"), left, denied("/admin"));
    expect(machine.commands.map(({ kind }) => kind)).toEqual(["refresh-token", "recheck", "go"]);
  });

  test("does not take along a visitor who has left or clicked elsewhere meanwhile", () => {
    const gone = new Machine().tell(denied("/admin"), refreshed, left, rechecked("/admin", true));
    expect(gone.count("go")).toBe(0);
    const clicked = new Machine().tell(denied("/admin"), acted, refreshed);
    expect(clicked.tell(rechecked("/admin", true)).count("go")).toBe(0);
  });

  test("that arrives while another is looked at is answered by the same look", () => {
    const machine = new Machine().tell(denied("/admin"), acted, denied("/reports"), refreshed);
    machine.tell(rechecked("/reports", true));
    expect(machine.commands).toEqual([
      { kind: "refresh-token" },
      { kind: "recheck", path: "/reports" },
      { kind: "go", path: "/reports" },
    ]);
  });

  test("clicked for while a look is under way gets a look of its own when that one says no", () => {
    const machine = new Machine().tell(denied("/admin"), refreshed, acted, denied("/admin"));
    machine.tell(rechecked("/admin", false), refreshed, rechecked("/admin", true));
    expect(machine.count("refresh-token")).toBe(2);
    expect(machine.count("go")).toBe(1);
  });

  test("is left alone when the token does not arrive, until the visitor acts", () => {
    const machine = new Machine().tell(denied("/admin"), { kind: "failed" }, denied("/admin"));
    expect(machine.commands).toEqual([{ kind: "refresh-token" }]);
    machine.tell(acted, denied("/admin"), refreshed, rechecked("/admin", true));
    expect(machine.count("go")).toBe(1);
  });
});

/**
 * What the world may do next, in any order. Answers to commands are among it: they may come late,
 * out of order, twice, for another path, or never, and every "go" may end in another denial.
 */
const anyEvent: fc.Arbitrary<HealingEvent> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(acted) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("denied" as const),
      denial: fc.integer({ min: 0, max: 40 }).map(String),
      wanted: fc.constantFrom(...PATHS),
    }),
  },
  fc.constant(left),
  { weight: 3, arbitrary: fc.constant(refreshed) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), fc.boolean())
      .map(([path, allowed]) => rechecked(path, allowed)),
  },
  fc.constant({ kind: "failed" } as const),
);

const RUNS = { numRuns: 5_000 };

describe("whatever happens, in whatever order", () => {
  test("there is at most one new token for each act of the visitor, and one way on for each token", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const machine = new Machine();
        let acts = 1; // loading the document
        for (const event of events) {
          if (event.kind === "acted") acts += 1;
          machine.tell(event);
          expect(machine.count("refresh-token")).toBeLessThanOrEqual(acts);
          expect(machine.count("go")).toBeLessThanOrEqual(machine.count("refresh-token"));
        }
      }),
      RUNS,
    );
  });

  test("it goes only to the denied path on screen, that was allowed, of a visitor who waited", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const machine = new Machine();
        let onScreen: string | null = null;
        let hasActedSinceDenial = false;
        for (const event of events) {
          const before = machine.count("go");
          machine.tell(event);
          if (event.kind === "denied") {
            onScreen = event.wanted;
            hasActedSinceDenial = false;
          }
          if (event.kind === "acted") hasActedSinceDenial = true;
          if (event.kind === "left") onScreen = null;
          if (machine.count("go") === before) continue;
          expect(event).toEqual(rechecked(onScreen ?? "nowhere", true));
          expect(hasActedSinceDenial).toBe(false);
        }
      }),
      RUNS,
    );
  });

  test("it comes to rest by itself when the visitor does nothing, even if every page denies", () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 40 }),
        fc.array(
          fc.record({ allowed: fc.boolean(), next: fc.constantFrom(...PATHS), again: fc.nat(3) }),
          { minLength: 200, maxLength: 200 },
        ),
        (events, world) => {
          const machine = new Machine().tell(...events);
          const before = machine.commands.length;
          // From here on nobody acts. The server answers as it likes, every way on is denied again,
          // and every denial is rendered anew a few times.
          for (const { allowed, next, again } of world) {
            const command = machine.commands.at(-1);
            if (machine.state.phase === "refreshing") machine.tell(refreshed);
            else if (machine.state.phase === "rechecking" && command?.kind === "recheck") {
              machine.tell(rechecked(command.path, allowed));
            }
            for (let times = 0; times <= again; times += 1) machine.tell(denied(next));
            if (machine.state.phase === "idle" && !machine.state.armed) break;
          }
          machine.tell(...PATHS.map(denied));
          expect(machine.state.armed).toBe(false);
          // What was left: at most two looks (one under way, one asked for), each with its way on.
          const after = machine.commands.slice(before);
          expect(after.filter(({ kind }) => kind === "refresh-token").length).toBeLessThanOrEqual(
            2,
          );
          expect(after.filter(({ kind }) => kind === "go").length).toBeLessThanOrEqual(2);
        },
      ),
      RUNS,
    );
  });

  test("a visitor who then clicks, is denied by old claims and waits, arrives", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const machine = new Machine().tell(...events, { kind: "failed" });
        const before = machine.commands.length;
        machine.tell(acted, denied("/reports"), refreshed, rechecked("/reports", true));
        expect(machine.commands.slice(before).at(-1)).toEqual({ kind: "go", path: "/reports" });
      }),
      RUNS,
    );
  });
});
