import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { CallSample } from "../../../scripts/result/profile/calls.ts";
import type { Hints } from "../../../scripts/verdict/explain/attribution.ts";
import {
  type CausesFound,
  changeOf,
  findCauses as findIn,
} from "../../../scripts/verdict/explain/causes.ts";
import {
  compareCosts,
  nameKeyOf,
  type ProfiledSide,
} from "../../../scripts/verdict/explain/costs.ts";
import { type Random, seeded } from "../../helpers/draws.ts";

const FILE = "file:///a/work.ts";

/** Returns a stack of functions, outermost first, each on the line that its name gives. */
function code(...names: readonly string[]): CallSample {
  const fn = (name: string) => ({ name, url: FILE, line: 1 + name.charCodeAt(0) });
  return { kind: "code", stack: names.map(fn) };
}

/** Returns a version by the milliseconds that each stack takes per call. */
function side(parts: readonly (readonly [sample: CallSample, ms: number])[]): ProfiledSide {
  const durationMs = parts.reduce((sum, [, ms]) => sum + ms, 0);
  const samples = parts.flatMap(([sample, ms]) =>
    Array.from({ length: Math.round(3000 * ms / durationMs) }, () => sample)
  );
  return { runs: [samples, samples, samples], roots: ["file:///a/"], durationMs };
}

const PLACE = { package: null, version: null, file: "work.ts", line: null };

function findCauses(baseline: ProfiledSide, current: ProfiledSide, hints?: Hints): CausesFound {
  return findIn(compareCosts({ baseline, current }), hints);
}

const named = (found: CausesFound) =>
  found.causes.map((cause) => cause.function?.name ?? cause.kind);

Deno.test("findCauses() names the function that takes longer", () => {
  const found = findCauses(
    side([[code("run", "alpha"), 4], [code("run", "beta"), 6]]),
    side([[code("run", "alpha"), 4], [code("run", "beta"), 9]]),
  );
  assertEquals(named(found), ["beta"]);
  const [cause] = found.causes;
  assertAlmostEquals(changeOf(cause!), 3, 0.01);
  assertAlmostEquals(found.explained, 1, 0.01);
  assertEquals([cause!.presence, cause!.function!.file], ["both", "work.ts"]);
  assert(cause!.error_ms > 0 && cause!.error_ms < 0.2, `${cause!.error_ms}`);
});

Deno.test("findCauses() names functions that became faster if the benchmark became faster", () => {
  const found = findCauses(
    side([[code("alpha"), 4], [code("beta"), 9]]),
    side([[code("alpha"), 4], [code("beta"), 6]]),
  );
  assertEquals(named(found), ["beta"]);
});

Deno.test("findCauses() puts the most important cause first", () => {
  const found = findCauses(
    side([[code("alpha"), 4], [code("beta"), 6], [{ kind: "collection" }, 1]]),
    side([[code("alpha"), 6], [code("beta"), 7], [{ kind: "collection" }, 5]]),
  );
  assertEquals(named(found), ["collection", "alpha", "beta"]);
});

Deno.test("findCauses() says which functions are new and which are gone", () => {
  const found = findCauses(
    side([[code("alpha"), 4]]),
    side([[code("alpha"), 4], [code("new"), 3]]),
  );
  assertEquals(found.causes.map(({ presence }) => presence), ["new"]);
  const back = findCauses(side([[code("alpha"), 4], [code("old"), 3]]), side([[code("alpha"), 4]]));
  assertEquals(back.causes.map(({ presence }) => presence), ["gone"]);
});

Deno.test("findCauses() attributes work of the runtime to the function that requests it", () => {
  const inner = (ms: number) =>
    [{
      kind: "code",
      stack: [
        { name: "match", url: FILE, line: 3 },
        { name: "RegExp: a+b", url: "", line: null },
      ],
    }, ms] as const;
  const found = findCauses(
    side([[code("alpha"), 4], inner(1)]),
    side([[code("alpha"), 4], inner(3)]),
  );
  assertEquals(found.causes.map((cause) => [cause.function?.name, cause.runtime]), [
    ["match", "RegExp: a+b"],
  ]);
});

Deno.test("findCauses() attributes native code without a caller to a function that became megamorphic", () => {
  const before = side([[code("alpha"), 6], [code("beta"), 2]]);
  const after = side([[code("alpha"), 6], [code("beta"), 3], [{ kind: "native" }, 4]]);
  const only = (baseline: readonly string[], current: readonly string[]): Hints => {
    const keys = (names: readonly string[]) =>
      new Set(names.map((name) => nameKeyOf({ ...PLACE, name })));
    return { megamorphic: { baseline: keys(baseline), current: keys(current) } };
  };
  const found = findCauses(before, after, only([], ["beta"]));
  assertEquals(named(found), ["beta"]);
  assertAlmostEquals(changeOf(found.causes[0]!), 5, 0.01);
  // A function that does not run is no cause, and neither is one that was megamorphic in the faster
  // version.
  for (const hints of [only([], []), only([], ["gamma"]), only(["beta"], [])]) {
    assertEquals(named(findCauses(before, after, hints))[0], "native");
  }
  // It picks the one that takes the most time.
  assertEquals(named(findCauses(before, after, only([], ["beta", "alpha"])))[0], "alpha");
  // A function that is no longer megamorphic explains a speedup.
  assertEquals(named(findCauses(after, before, only(["beta"], []))), ["beta"]);
});

Deno.test("findCauses() attributes growth in unchanged code to the changed code that it calls", () => {
  const at = (name: string, url: string) => ({ name, url, line: 3 });
  const bench = at("bench", "file:///a/a_bench.ts");
  const stack = (...names: readonly string[]): CallSample => (
    { kind: "code", stack: [bench, ...names.map((name) => at(name, `file:///a/${name}.ts`))] }
  );
  const version = (own: number) =>
    side([[stack(), own], [stack("small"), 1], [stack("work"), 3], [stack("other"), 3]]);
  const [before, after] = [version(1), version(4)];
  const name = (changed: readonly string[]) =>
    findCauses(before, after, { changedFiles: new Set(changed) }).causes.map((cause) => [
      cause.function!.name,
      cause.seen_in?.name ?? null,
    ]);
  assertEquals(name(["work.ts"]), [["work", "bench"]]);
  // It picks the one that takes most of the time.
  assertEquals(name(["small.ts", "work.ts"]), [["work", "bench"]]);
  assertEquals(name(["elsewhere.ts"]), [["bench", null]]);
  assertEquals(name(["work.ts", "a_bench.ts"]), [["bench", null]]);
  const hints = { changedFiles: new Set(["work.ts"]) };
  assertAlmostEquals(changeOf(findCauses(before, after, hints).causes[0]!), 3, 0.01);
  // A speedup is reported the same way.
  assertEquals(findCauses(after, before, hints).causes[0]!.function!.name, "work");
});

Deno.test("findCauses() takes a package as unchanged only if its version is unchanged", () => {
  const callback = { name: "callback", url: "file:///a/work.ts", line: 3 };
  const called = (version: string, ...more: readonly typeof callback[]): CallSample => ({
    kind: "code",
    stack: [{ name: "map", url: `https://jsr.io/@a/lib/${version}/mod.ts`, line: 9 }, ...more],
  });
  const name = (before: string, after: string) =>
    findCauses(
      side([[called(before), 2], [called(before, callback), 4]]),
      side([[called(after), 5], [called(after, callback), 4]]),
      { changedFiles: new Set(["work.ts"]) },
    ).causes[0]!.function!.name;
  assertEquals([name("1.0.0", "2.0.0"), name("1.0.0", "1.0.0")], ["map", "callback"]);
});

Deno.test("findCauses() names no cause below a tenth of the change", () => {
  const parts = (most: number, least: number) =>
    side([[code("most"), most], [code("least"), least]]);
  const long = (one: ProfiledSide): ProfiledSide => ({
    ...one,
    runs: one.runs.map((run) => Array.from({ length: 20 }, () => run).flat()),
  });
  const found = findCauses(long(parts(4, 4)), long(parts(8, 4.3)));
  assertEquals([named(found), found.opposite], [["most"], []]);
});

Deno.test("findCauses() does not report work that only moved as a cause", async (t) => {
  await t.step("into a new function, beside a slower one", () => {
    const found = findCauses(
      side([[code("run", "alpha"), 8], [code("run", "culprit"), 4]]),
      side([[code("run", "alpha"), 2], [code("run", "alpha", "helper"), 6], [
        code("run", "culprit"),
        7,
      ]]),
    );
    assertEquals(named(found), ["culprit"]);
    assertEquals(found.moved.map(({ from, to }) => [from.name, to.name]), [["alpha", "helper"]]);
  });
  await t.step("into another function with the same caller", () => {
    const run = (name: string, caller: string) => code(caller, name);
    const parts = (alpha: number, beta: number, culprit: number, caller: string) =>
      side([[run("alpha", "run"), alpha], [run("beta", caller), beta], [
        run("culprit", "run"),
        culprit,
      ]]);
    const found = findCauses(parts(8, 2, 5, "run"), parts(4, 6, 8, "run"));
    assertEquals(named(found), ["culprit"]);
    assertEquals(found.moved.map(({ from, to }) => [from.name, to.name]), [["alpha", "beta"]]);
    const apart = findCauses(parts(8, 2, 5, "else"), parts(4, 6, 8, "else"));
    assertEquals(named(apart), ["beta", "culprit"]);
    assertEquals(apart.opposite.map((one) => one.function?.name), ["alpha"]);
    assertAlmostEquals(apart.explained, 1, 0.01);
  });
  await t.step("but not if two functions may have taken it over", () => {
    const run = (name: string) => code("run", name);
    const found = findCauses(
      side([[run("alpha"), 8], [run("beta"), 2], [run("culprit"), 5]]),
      side([[run("alpha"), 4], [run("beta"), 6], [run("culprit"), 9.1]]),
    );
    assertEquals([named(found), found.moved], [["culprit", "beta"], []]);
  });
  await t.step("into one that also became slower", () => {
    const found = findCauses(
      side([[code("alpha"), 8], [code("beta"), 4]]),
      side([[code("helper"), 11], [code("beta"), 4]]),
    );
    assertEquals(named(found), ["helper"]);
    assertEquals(found.causes[0]!.moved_from?.name, "alpha");
    assertAlmostEquals(changeOf(found.causes[0]!), 3, 0.05);
  });
});

Deno.test("findCauses() reports moves in the same direction if a benchmark became faster", () => {
  const found = findCauses(
    side([[code("run", "alpha"), 8], [code("run", "culprit"), 7]]),
    side([[code("run", "alpha"), 2], [code("run", "alpha", "helper"), 6], [
      code("run", "culprit"),
      4,
    ]]),
  );
  assertEquals(named(found), ["culprit"]);
  assertEquals(found.moved.map(({ from, to }) => [from.name, to.name]), [["alpha", "helper"]]);
  const [cause] = findCauses(
    side([[code("alpha"), 11], [code("beta"), 4]]),
    side([[code("helper"), 8], [code("beta"), 4]]),
  ).causes;
  assertEquals([cause!.function!.name, cause!.moved_from?.name], ["helper", "alpha"]);
  assertAlmostEquals(changeOf(cause!), -3, 0.05);
});

Deno.test("findCauses() keeps the gain of a move", () => {
  const found = findCauses(
    side([[code("alpha"), 10], [code("culprit"), 5]]),
    side([[code("helper"), 6], [code("culprit"), 10]]),
  );
  assertEquals(named(found), ["culprit"]);
  assertEquals(found.opposite.map((one) => [one.function?.name, one.moved_from?.name]), [
    ["helper", "alpha"],
  ]);
  assertAlmostEquals(found.explained, 1, 0.02);
});

Deno.test("findCauses() does not say that a new function took over work that became faster", () => {
  const found = findCauses(
    side([[code("run", "parse"), 6], [code("run", "rest"), 6]]),
    side([[code("run", "parse"), 4], [code("run", "rest"), 6], [code("run", "validate"), 5]]),
  );
  assertEquals([named(found), found.causes[0]!.moved_from], [["validate"], null]);
  assertEquals(found.opposite.map((one) => one.function?.name), ["parse"]);
});

Deno.test("findCauses() names nothing if neither version has a sample", () => {
  const none = { runs: [[]], roots: [], durationMs: 1 };
  assertEquals(findCauses(none, { ...none, durationMs: 2 }), {
    causes: [],
    opposite: [],
    moved: [],
    explained: 0,
  });
});

const FUNCTIONS = [..."abcdef"].map((name) => code("run", name));

/**
 * Returns two processes of the same code, whose shares differ by the chance of samples and of
 * processes.
 */
function draw(random: Random, luck: number, durationMs: number): ProfiledSide {
  const shares = [0.35, 0.25, 0.2, 0.1, 0.06, 0.04];
  const runs = Array.from({ length: 3 }, () => {
    const own = shares.map((share) => share * Math.exp(luck * random.normal()));
    const sum = own.reduce((all, share) => all + share, 0);
    return Array.from({ length: 1000 }, () => {
      let left = random.uniform() * sum;
      return FUNCTIONS[Math.max(0, own.findIndex((share) => (left -= share) < 0))]!;
    });
  });
  return { runs, roots: ["file:///a/"], durationMs };
}

Deno.test("findCauses() names nothing by chance, whether of samples or of processes", async (t) => {
  for (const luck of [0, 0.1]) {
    await t.step(`processes differ by ${luck}`, () => {
      const random = seeded(3);
      const trials = 300;
      let named = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { causes } = findCauses(draw(random, luck, 1), draw(random, luck, 1.0001));
        if (causes.length > 0) named++;
      }
      // Six functions, three standard errors and one direction: 0.8 % by chance.
      assert(named / trials <= 0.03, `${named}`);
    });
  }
});
