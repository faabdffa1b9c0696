import { CASES, type Case, formBody, type Side, shotFor, type Visitor } from "./cases.ts";
import { drive, type Rate, send } from "./client.ts";
import { median, spread, table } from "./statistics.ts";

export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const MS = Number(process.env.BENCH_MS ?? 500);
const CONNECTIONS = [1, 32] as const;

interface Sides {
  urls: { bare: string; starter: string };
  delay: (ms: number) => Promise<void>;
  visitors: readonly Visitor[];
  nobody: Visitor;
}

/** Everything that was measured of one case with one number of connections. */
export interface Measured {
  of: Case;
  connections: number;
  rates: Map<Side, Rate[]>;
}

async function measure(sides: Sides, of: Case, connections: number): Promise<Measured> {
  const rates = new Map<Side, Rate[]>();
  // The keys of an object literal that was checked against `Side`.
  const all = Object.entries(of.paths) as [Side, string][];
  for (let round = 0; round <= ROUNDS; round += 1) {
    // Every second round goes backwards, so that no side is always the one after the slowest.
    for (const [side, path] of round % 2 === 0 ? all : all.toReversed()) {
      const url = side === "starter" ? sides.urls.starter : sides.urls.bare;
      await sides.delay(side === "lookup, 30 ms" ? 30 : 0);
      const [first = sides.nobody] = sides.visitors;
      const asked = { ...of, form: false, status: 200 };
      const html = of.form ? await send(url, shotFor(asked, path, first, url)) : "";
      const body = of.form ? formBody(html) : undefined;
      const stop = performance.now() + (round === 0 ? MS / 2 : MS);
      const rate = await drive(
        url,
        (index) => {
          const visitor = sides.visitors[index % sides.visitors.length] ?? first;
          return shotFor(of, path, of.signedIn ? visitor : sides.nobody, url, body);
        },
        { connections, until: () => performance.now() > stop },
      );
      // The first round fills caches and lets the machine compile.
      if (round > 0) rates.set(side, [...(rates.get(side) ?? []), rate]);
    }
  }
  return { of, connections, rates };
}

export async function measureAll(sides: Sides): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const connections of CONNECTIONS) {
    for (const one of CASES) measured.push(await measure(sides, one, connections));
  }
  return measured;
}

/** How many times as many requests a second one side answers as the other, round by round. */
export function ratios({ rates }: Measured, side: Side, other: Side): number[] {
  const [ours = [], theirs = []] = [rates.get(side), rates.get(other)];
  return ours.map((rate, index) => rate.perSecond / (theirs[index]?.perSecond ?? Number.NaN));
}

export function ratesTable(all: Measured[]): string {
  const rows = all.flatMap((one) =>
    [...one.rates].map(([side, rates]) => {
      const pick = (name: keyof Rate) => rates.map((rate) => rate[name]);
      const against =
        side === "bare" || !one.rates.has("bare") ? "" : spread(ratios(one, side, "bare"), 2);
      return [
        one.of.name,
        String(one.connections),
        side,
        spread(pick("perSecond"), 0),
        spread(pick("p50")),
        spread(pick("p99")),
        against,
      ];
    }),
  );
  const head = [
    "what",
    "connections",
    "side",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "of bare's requests/s",
  ];
  return table(head, rows);
}

/** Where the time of one gated page goes, from the medians of one connection. */
export function layersTable(all: Measured[]): string {
  const found = all.find(({ of, connections }) => of.name === "gated page" && connections === 1);
  const p50 = (side: Side) => median((found?.rates.get(side) ?? []).map((rate) => rate.p50));
  const rows = [
    ["Next and the page", p50("none")],
    ["Clerk: its middleware, auth() and its provider", p50("bare") - p50("none")],
    ["the starter", p50("starter") - p50("bare")],
  ] as const;
  return table(
    ["layer", "ms"],
    rows.map(([name, ms]) => [name, ms.toFixed(2)]),
  );
}
