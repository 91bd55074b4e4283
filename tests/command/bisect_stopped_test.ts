// Checks what a search reports that ends early or meets commits that cannot be measured.
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Measurer } from "../../scripts/command/bisect/measurer.ts";
import { bisect } from "../../scripts/command/bisect/search.ts";
import * as v from "../../scripts/deps/valibot.ts";
import { bisectionSchema } from "../../scripts/report/bisection/bisection_document.ts";
import { renderBisectionJson } from "../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import type { Bisection } from "../../scripts/verdict/bisection.ts";
import { seeded } from "../helpers/draws.ts";
import { type Levels, simulateLine } from "../helpers/simulated_commits.ts";

const COMMITS = 32;
const WEATHER = {
  slice: (random: ReturnType<typeof seeded>) => 0.03 * random.normal(),
  process: (random: ReturnType<typeof seeded>) => 0.01 * random.normal(),
};

/** Makes commits that become slower by 30 % at each of these places. */
function slowerAt(places: readonly number[], isBroken: (place: number) => boolean = () => false) {
  const levels: Levels = Array.from(
    { length: COMMITS + 1 },
    (_, index) =>
      isBroken(index) ? null : Math.log(1.3) * places.filter((place) => place <= index).length,
  );
  return simulateLine(seeded(1), WEATHER, levels);
}

const show = (found: Bisection) =>
  renderBisection(found, new Map(), COMMITS, { columns: 80, paint: noPaint });

/** Stops the search after so many measurements. */
async function stopAfter(measured: number): Promise<Bisection> {
  const { commits, measurer } = slowerAt([7, 20]);
  const controller = new AbortController();
  let left = measured;
  const next = () => {
    if (left-- > 0) return;
    controller.abort(new Interruption("SIGINT"));
    throw controller.signal.reason;
  };
  const stopped: Measurer = {
    ...measurer,
    compare(...args) {
      next();
      return measurer.compare(...args);
    },
    measure(...args) {
      next();
      return measurer.measure(...args);
    },
  };
  return await bisect(commits, stopped, controller.signal);
}

Deno.test("wherever a search is stopped, every slowdown is named or in a remaining range", async () => {
  let [measured, named] = [1, 0];
  for (;; measured++) {
    const found = await stopAfter(measured);
    const { culprits, left } = found.results[0]!;
    for (const commit of ["c7", "c20"]) {
      const ranges = [...culprits, ...left.filter(({ reason }) => reason === "not_searched")];
      assertEquals(ranges.filter(({ commits }) => commits.includes(commit)).length, 1, commit);
    }
    assert(culprits.length >= named, "named commits stay named");
    named = culprits.length;
    const range = { good: "c0", bad: "c32", commits: COMMITS };
    const document = JSON.parse(renderBisectionJson(found, new Map(), range));
    assertEquals(v.parse(bisectionSchema, document), document);
    assertEquals(document.stopped, found.stopped);
    if (found.stopped === null) break;
    assertEquals(found.stopped, "it was stopped by SIGINT");
  }
  assertEquals(named, 2);
  assert(measured > 10, `${measured}`);
});

Deno.test("a search that is stopped before the ends are measured knows nothing", async () => {
  const found = await stopAfter(0);
  assertEquals(found, { results: [], open: [], stopped: "it was stopped by SIGINT" });
  assertEquals(show(found), "No benchmark is known to be slower in 32 commits.\n");
});

Deno.test("a search is incomplete if the time ended before all benchmarks were measured", async () => {
  const { commits, measurer } = slowerAt([7]);
  const comparison = await measurer.compare("c0", "c32", null, 1, false);
  const late = { ...comparison.entries[0]!, name: "late", verdict: "not_measured" as const };
  const entries = [...comparison.entries, late];
  const { results, open, stopped } = await bisect(commits, {
    ...measurer,
    compare: (good, bad, only, patience, explained) =>
      only === null
        ? Promise.resolve({ ...comparison, entries })
        : measurer.compare(good, bad, only, patience, explained),
  });
  assertEquals(results[0]!.culprits.map((one) => one.commits), [["c7"]]);
  assertEquals(open.map(({ name }) => name), ["late"]);
  assertEquals(stopped, "the time limit came before every benchmark was measured");
});

Deno.test("a remaining range is shown with its share of the change", async () => {
  assertStringIncludes(
    show(await stopAfter(1)),
    `· +68.3 % by one or more of 32 commits that were not searched further
    c1
    … 30 commits
    c32
`,
  );
  const texts = await Promise.all(
    Array.from({ length: 12 }, async (_, measured) => show(await stopAfter(measured))),
  );
  assert(
    texts.some((text) =>
      text.includes("by this commit, not yet measured against the one before it")
    ),
  );
});

Deno.test("a fault while measuring is thrown, and does not count as the end of the search", async () => {
  const { commits, measurer } = slowerAt([7]);
  const broken: Measurer = { ...measurer, measure: () => Promise.reject(new TypeError("broken")) };
  await assertRejects(() => bisect(commits, broken), TypeError, "broken");
});

Deno.test("the search avoids a range that cannot be built, or names it as a whole", async () => {
  const isBroken = (place: number) => place >= 10 && place < 25;
  for (const place of [3, 9, 28]) {
    const { commits, measurer } = slowerAt([place], isBroken);
    const { results: [result] } = await bisect(commits, measurer);
    assertEquals(result!.culprits.map((one) => one.commits), [[`c${place}`]]);
    assert(result!.skipped.length <= 15);
  }
  const { commits, measurer } = slowerAt([17], isBroken);
  const found = await bisect(commits, measurer);
  const [culprit] = found.results[0]!.culprits;
  assertEquals(culprit!.commits, commits.slice(10, 26));
  const text = show(found);
  assertStringIncludes(text, "by one or more of these severe\n".replace("severe", "moderate"));
  assertStringIncludes(text, "    c10\n    … 14 commits\n    c25\n");
  assertStringIncludes(
    text,
    "  skipped: it does not load\n    c10\n    … 13 commits\n    c24\n",
  );
});

Deno.test("the narrowed range is reported even if its ends cannot be compared", async () => {
  const { commits, measurer } = slowerAt([7]);
  const found = await bisect(commits, {
    ...measurer,
    compare(good, bad, only, patience, explained) {
      if (only === null) return measurer.compare(good, bad, only, patience, explained);
      return Promise.reject(new Failure("Cannot set up c7: npm ci failed"));
    },
  });
  const [{ culprits, left }] = found.results as [Bisection["results"][0]];
  assertEquals([culprits.length, left.length], [0, 1]);
  assertEquals([left[0]!.commits, left[0]!.reason], [["c7"], "not_measured"]);
  assertStringIncludes(
    show(found),
    "over 1 commit that could not be compared: Cannot set up c7: npm ci\n    failed\n    c7\n",
  );
});
