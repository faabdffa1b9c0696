import { getRouteRegex } from "next/dist/shared/lib/router/utils/route-regex";
import { getSortedRoutes } from "next/dist/shared/lib/router/utils/sorted-routes";
import { describe, expect, expectTypeOf, test } from "vitest";
import { isMetadataFile } from "~/lib/auth/metadata-files";
import { type ParamsOf, routeFinder } from "~/lib/auth/routes";

const ROUTES = [
  ["/", {}],
  ["/about", {}],
  ["/projects", {}],
  ["/projects/new", {}],
  ["/projects/[id]", {}],
  ["/projects/[id]/edit", {}],
  ["/projects/[id]/opengraph-image", {}],
  ["/docs/[...slug]", {}],
  ["/docs/api/[name]", {}],
  ["/help/[[...topic]]", {}],
  ["/steps", { subpaths: true }],
  ["/steps/[step]/files", {}],
  ["/files/[name]", {}],
  ["/[locale]/about", {}],
  ["/[locale]/shop/[item]", {}],
  ["/preise/über-uns", {}],
] as const;
const find = routeFinder(ROUTES);

describe("the most specific route counts", () => {
  test.each([
    ["/", "/"],
    ["/projects", "/projects"],
    ["/projects/new", "/projects/new"],
    ["/projects/7", "/projects/[id]"],
    ["/projects/7/edit", "/projects/[id]/edit"],
    // Next goes back to a parameter, too, where a fixed name leads no further.
    ["/projects/new/edit", "/projects/[id]/edit"],
    ["/projects/about", "/projects/[id]"],
    ["/projects/shop/3", "/[locale]/shop/[item]"],
    ["/docs", undefined],
    ["/docs/a", "/docs/[...slug]"],
    ["/docs/a/b/c", "/docs/[...slug]"],
    ["/docs/api/x", "/docs/api/[name]"],
    ["/docs/api/x/y", "/docs/[...slug]"],
    ["/help", "/help/[[...topic]]"],
    ["/help/a/b", "/help/[[...topic]]"],
    ["/steps", "/steps"],
    ["/steps/a/b", "/steps"],
    ["/steps/a/files", "/steps/[step]/files"],
    ["/stepsister", undefined],
    ["/en/about", "/[locale]/about"],
    ["/projects/about/x", undefined],
    ["/en/shop/12", "/[locale]/shop/[item]"],
    ["/en", undefined],
    ["/en/shop", undefined],
    ["/preise/%C3%BCber-uns", "/preise/über-uns"],
  ])("%s leads to %s", (path, route) => {
    expect(find(path)).toBe(route);
  });
});

test("is the one that Next's own router takes", () => {
  const routes = [
    ...[
      "/a",
      "/a/b",
      "/a/[x]",
      "/a/[x]/c",
      "/a/[x]/[y]/d",
      "/b/[...rest]",
      "/b/c",
      "/c/[[...rest]]",
    ],
    ...["/[x]/b/c", "/[x]/[y]/a", "/[x]/[y]/[z]/[w]", "/d/[x]/[...rest]", "/d/a/[x]"],
  ];
  const ours = routeFinder(routes.map((route) => [route, {}] as const));
  const nexts = getSortedRoutes(routes).map((route) => [route, getRouteRegex(route).re] as const);
  const names = ["a", "b", "c", "d", "e"];
  const below = (paths: string[]) =>
    paths.flatMap((path) => names.map((name) => `${path}/${name}`));
  let paths = [""];
  for (let depth = 1; depth <= 4; depth += 1) {
    paths = below(paths);
    for (const path of paths) {
      expect(ours(path), path).toBe(nexts.find(([, pattern]) => pattern.test(path))?.[0]);
    }
  }
});

test.each(["report.png", "a%20b", "%C3%A9", "1;x=1", "-", "~", "a@b.example", "100%25", "a%25%20"])(
  "%s is an id",
  (id) => {
    expect(find(`/projects/${id}`)).toBe("/projects/[id]");
    expect(find(`/docs/a/${id}`)).toBe("/docs/[...slug]");
    expect(find(`/steps/${id}`)).toBe("/steps");
  },
);

test("a route's own spelling is that route: Next sends actions on to such addresses", () => {
  for (const [route] of ROUTES) expect(find(route)).toBe(route);
  expect(find("/steps/[step]")).toBe("/steps");
});

/** Each could be read as another path by whoever decodes, joins or tidies it. */
const ODD = {
  "an encoded letter": "%6Eew",
  "an encoded letter, in the other case": "%6eew",
  "an encoded digit": "%37",
  "what is encoded twice": "%256Eew",
  "an encoded dot": "%2e",
  "encoded dots": "%2E%2e",
  "a half-encoded pair of dots": ".%2e",
  "a dot": ".",
  "two dots": "..",
  "an encoded slash": "a%2Fnew",
  "an encoded slash, in the other case": "a%2fnew",
  "a backslash": "a\\new",
  "an encoded backslash": "a%5Cnew",
  nothing: "",
  "a null byte": "a%00",
  "a line break": "a%0Ab",
  "a broken encoding": "a%",
  "bytes that are no text": "%FF",
  "half a letter": "%C3",
  "a route's own spelling, encoded": "%5Bid%5D",
};

describe.each(Object.entries(ODD))("%s", (_, odd) => {
  test.each(["/projects/", "/docs/", "/docs/a/", "/help/", "/steps/", "/files/", "/"])(
    "leads nowhere below %s",
    (above) => {
      for (const path of [above + odd, `${above}${odd}/x`, `${above}${odd}/edit`]) {
        if (path !== "/") expect(find(path), path).toBeUndefined();
      }
    },
  );
});

test.each([
  "",
  "projects",
  "//",
  "//about",
  "/about/",
  "/ABOUT",
  "/a%62out",
  "/about%2f",
  "__proto__",
])("%j leads nowhere", (path) => {
  expect(find(path)).toBeUndefined();
});

describe("a metadata file has the rule of its page", () => {
  test.each([
    ["/favicon.ico", "/"],
    ["/robots.txt", "/"],
    ["/sitemap.xml", "/"],
    ["/sitemap/12.xml", "/"],
    ["/manifest.webmanifest", "/"],
    ["/icon", "/"],
    ["/icon.svg", "/"],
    ["/icon1.png", "/"],
    ["/icon/small", "/"],
    ["/opengraph-image-1xk2z9", "/"],
    ["/opengraph-image-1xk2z9/en", "/"],
    ["/about/twitter-image.jpg", "/about"],
    ["/projects/icon", "/projects"],
    ["/projects/7/apple-icon", "/projects/[id]"],
    // A file of a folder with a parameter, which Next serves at `-`.
    ["/projects/-/icon.png", "/projects/[id]"],
    ["/en/about/opengraph-image", "/[locale]/about"],
    ["/docs/a/icon.png", "/docs/[...slug]"],
    ["/steps/a/icon.png", "/steps"],
  ])("%s: %s", (path, route) => {
    expect(find(path)).toBe(route);
    expect(isMetadataFile(path)).toBe(true);
  });

  test("unless it has a key of its own", () => {
    for (const file of ["opengraph-image", "opengraph-image.png", "opengraph-image-1xk2z9/2"]) {
      expect(find(`/projects/7/${file}`)).toBe("/projects/[id]/opengraph-image");
    }
  });

  test.each([
    ...["/nowhere/icon", "/en/icon.svg", "/icon/%2e%2e", "/icon/", "/icon.svg/a", "/robots"],
    ...["/icon/small/a", "/about/icon/small/a", "/sitemap/12.xml/a"],
  ])("there is none at %s", (path) => {
    expect(find(path)).toBeUndefined();
  });

  test("an id that looks like one is still an id", () => {
    expect(find("/files/icon.png")).toBe("/files/[name]");
  });

  test("no other path is taken for one", () => {
    const paths = ["/", "/about", "/projects/report.png", "/icons", "/favicon", "/x/robots.png"];
    for (const path of paths) expect(isMetadataFile(path), path).toBe(false);
  });
});

test("two routes for the same paths are an error, not a choice", () => {
  const pairs = [
    ["/a/[x]", "/a/[y]"],
    ["/a/[...x]", "/a/[...y]"],
    ["/a/[...x]", "/a/[[...x]]"],
    ["/a", "/a/[[...x]]"],
  ];
  for (const [one = "", other = ""] of pairs) {
    const plant = () =>
      routeFinder([
        [one, {}],
        [other, {}],
      ]);
    expect(plant).toThrow(`POLICY: "${one}" and "${other}" match the same paths. Keep one.`);
  }
});

test("finds as fast among a thousand routes as among ten", () => {
  const among = (count: number) =>
    routeFinder(
      Array.from({ length: count }, (_, index) => [`/r${index}/[id]/e${index}`, {}] as const),
    );
  const [few, many] = [among(10), among(1_000)];
  const timeOf = (finder: typeof few) => {
    const started = performance.now();
    for (let round = 0; round < 20_000; round += 1) finder("/r9/7/e9");
    return performance.now() - started;
  };
  const times = Array.from({ length: 7 }, () => [timeOf(few), timeOf(many)] as const);
  const best = (of: 0 | 1) => Math.min(...times.map((pair) => pair[of]));
  // A search through the list would take a hundred times as long.
  expect(best(1)).toBeLessThan(5 * best(0));
  expect(many("/r999/7/e999")).toBe("/r999/[id]/e999");
});

test("the segments of a path are typed", () => {
  expectTypeOf<ParamsOf<"/a">>().toEqualTypeOf<object>();
  expectTypeOf<ParamsOf<"/a/[id]/b/[x]">["id" | "x"]>().toEqualTypeOf<string>();
  expectTypeOf<ParamsOf<"/[id]/[...rest]">["id"]>().toEqualTypeOf<string>();
  expectTypeOf<ParamsOf<"/[id]/[...rest]">["rest"]>().toEqualTypeOf<string[]>();
  expectTypeOf<ParamsOf<"/a/[[...rest]]">["rest"]>().toEqualTypeOf<string[] | undefined>();
});
