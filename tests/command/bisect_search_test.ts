// Tests the search on simulated commits with exact measurements.
import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Measurer } from "../../scripts/command/bisect/measurer.ts";
import { bisect } from "../../scripts/command/bisect/search.ts";
import * as v from "../../scripts/deps/valibot.ts";
import {
  type BisectionDocument,
  bisectionSchema,
} from "../../scripts/report/bisection/bisection_document.ts";
import { renderBisectionJson } from "../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { inNeither } from "../../scripts/result/doubts/listing.ts";
import { endedEarly } from "../../scripts/result/doubts/measuring.ts";
import type { DuetRound } from "../../scripts/result/duet.ts";
import { Failure } from "../../scripts/result/failure.ts";
import type { Culprit } from "../../scripts/verdict/bisection.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import type { Doubt } from "../../scripts/result/doubt.ts";
import type { FailureRecord } from "../../scripts/result/schema.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { assertHarmless, HOSTILE_NAMES } from "../helpers/hostile_names.ts";

const plain = { columns: 80, paint: noPaint };
const IDENTITY = { file: "a_bench.ts", group: null, name: "sort" };

/** Makes commits whose benchmark takes these durations; null does not load. */
function line(durations: readonly (number | null)[]) {
  const commits = durations.map((_, index) => `c${index}`);
  const durationOf = (commit: string) => durations[commits.indexOf(commit)];
  const steps: string[] = [];
  const measurer: Measurer = {
    compare(good, bad) {
      const [before, after] = [durationOf(good), durationOf(bad)];
      if (before == null || after == null) {
        return Promise.resolve({ entries: [], doubts: [] } as never);
      }
      const change = after / before - 1;
      const entry = {
        ...IDENTITY,
        change,
        metric: "duration",
        doubts: [] as Doubt[],
        failures: [] as FailureRecord[],
        heap_bytes: null,
        explanation: null,
        rounds_needed: null,
        at_least: null,
        thresholds: DEFAULT_THRESHOLDS,
        interval: { lower: change - 0.01, upper: change + 0.01, level: 0.95 },
        verdict: change > 0.1 ? "regression" : "unchanged",
        severity: change > 0.5
          ? "severe"
          : change > 0.2
          ? "moderate"
          : change > 0.1
          ? "minor"
          : null,
      } as ComparisonEntry;
      return Promise.resolve({ entries: [entry], doubts: [] } as never);
    },
    measure({ good, bad }, _, decide) {
      steps.push(bad);
      const [before, after] = [durationOf(good), durationOf(bad)];
      if (before == null || after == null) return Promise.resolve("it does not load");
      const rounds = Array.from({ length: 6 }, (_, index) => ({
        logRatio: Math.log(after / before) + 0.002 * (index % 3 - 1),
        first: index % 2 === 0 ? "baseline" : "current",
      } as DuetRound));
      decide(rounds, true);
      return Promise.resolve(null);
    },
    onStep: () => {},
  };
  return { commits, measurer, steps };
}

const named = async (durations: readonly (number | null)[]) => {
  const { commits, measurer } = line(durations);
  const { results: [result] } = await bisect(commits, measurer);
  return result?.culprits.map((culprit) => culprit.commits.join("+")) ?? null;
};

Deno.test("one commit is named, wherever it is", async () => {
  for (let guilty = 1; guilty < 20; guilty++) {
    const durations = Array.from({ length: 20 }, (_, index) => index < guilty ? 10 : 14);
    assertEquals(await named(durations), [`c${guilty}`]);
  }
});

Deno.test("no commit is named if nothing became slower", async () => {
  assertEquals(await named([10, 10, 10]), null);
  assertEquals(await named([10, 8, 7]), null);
});

Deno.test("each of several commits is named with its own change, in order", async () => {
  const durations = Array.from(
    { length: 40 },
    (_, index) => index < 8 ? 10 : index < 21 ? 13 : index < 33 ? 18 : 22,
  );
  const { commits, measurer } = line(durations);
  const { results: [result] } = await bisect(commits, measurer);
  assertEquals(result!.culprits.map(({ commits }) => commits), [["c8"], ["c21"], ["c33"]]);
  assertAlmostEquals(result!.culprits[1]!.entry.change!, 18 / 13 - 1, 1e-9);
  assertEquals(result!.complete, true);
});

Deno.test("a slowdown that a later commit partly undoes does not hide the rest", async () => {
  const durations = Array.from({ length: 20 }, (_, index) => index < 5 ? 10 : index < 12 ? 20 : 15);
  assertEquals(await named(durations), ["c5"]);
});

Deno.test("commits that do not load are skipped, and named if one of them may be the cause", async () => {
  const durations = Array.from(
    { length: 16 },
    (_, index) => index < 9 ? 10 : 14,
  ) as (number | null)[];
  durations[7] = null;
  assertEquals(await named(durations), ["c9"]);
  durations[8] = null;
  durations[9] = null;
  const { commits, measurer } = line(durations);
  const { results: [result] } = await bisect(commits, measurer);
  assertEquals(result!.culprits.map(({ commits }) => commits), [["c7", "c8", "c9", "c10"]]);
  assertEquals(result!.skipped.map(({ commit }) => commit).sort(), ["c7", "c8", "c9"]);
});

Deno.test("a slowdown spread over many small changes is reported as such", async () => {
  const durations = Array.from({ length: 30 }, (_, index) => 10 * 1.02 ** index);
  const { commits, measurer } = line(durations);
  const { results: [result] } = await bisect(commits, measurer);
  assertEquals([result!.culprits, result!.complete], [[], false]);
  const text = renderBisection(
    { results: [result!], open: [], stopped: null },
    new Map(),
    29,
    plain,
  );
  assertStringIncludes(
    text,
    `
  · +77.6 % over 29 commits, no part of which is shown to be a regression
    c1
    … 27 commits
    c29
  no single commit was shown to be a regression
`,
  );
});

/**
 * Searches with comparisons of neighbours that are inconclusive until there is so much patience.
 */
async function findUnsure(enough: number) {
  const { commits, measurer } = line(Array.from({ length: 16 }, (_, at) => at < 9 ? 10 : 14));
  const found = await bisect(commits, {
    ...measurer,
    async compare(good, bad, only, patience, explained) {
      const comparison = await measurer.compare(good, bad, only, patience, explained);
      if (only === null || patience >= enough) return comparison;
      const [entry] = comparison.entries;
      return {
        ...comparison,
        entries: [{ ...entry, verdict: "inconclusive", severity: null }],
      } as never;
    },
  });
  const [{ commits: culprit, entry }] = found.results[0]!.culprits as [Culprit];
  return { culprit, verdict: entry.verdict, text: renderBisection(found, new Map(), 15, plain) };
}

Deno.test("an inconclusive check is repeated with more time", async () => {
  const { culprit, verdict } = await findUnsure(2);
  assertEquals([culprit, verdict], [["c9"], "regression"]);
});

Deno.test("the result of the search is named as uncertain if no check is conclusive", async () => {
  const { culprit, verdict, text } = await findUnsure(Infinity);
  assertEquals([culprit, verdict], [["c9"], "inconclusive"]);
  assertStringIncludes(text, "▲ +40.0 % (+39.0 to +41.0 %) not certain\n    c9\n");
  assertEquals(text.includes("spread"), false);
});

Deno.test("an inconclusive step is repeated with more time before it is skipped", async () => {
  for (const [enough, skipped] of [[2, 0], [Infinity, 3]] as const) {
    const { commits, measurer } = line(Array.from({ length: 6 }, (_, at) => at < 3 ? 10 : 14));
    const { results: [result] } = await bisect(commits, {
      ...measurer,
      measure(sides, identity, decide, patience) {
        if (patience >= enough) return measurer.measure(sides, identity, decide, patience);
        const rounds = Array.from(
          { length: 6 },
          (_, index) => ({ logRatio: index % 2 - 0.5, first: "baseline" }) as DuetRound,
        );
        decide(rounds, true);
        return Promise.resolve(null);
      },
    });
    assertEquals(result!.skipped.length, skipped);
    assertEquals(result!.culprits[0]!.commits.includes("c3"), true);
  }
});

Deno.test("an inconclusive commit is not called fast", async (t) => {
  const { commits, measurer } = line([10, 10]);
  const comparison = await measurer.compare(commits[0]!, commits[1]!, null, 1, false);
  const entry = comparison.entries[0]!;
  const unsure = { ...entry, name: "unsure", verdict: "inconclusive" as const };
  const nothingTold = "no benchmark could be told to be slower or not; a larger --budget may help";
  const rows: [entries: ComparisonEntry[], stopped: string | null, first: string][] = [
    [
      [unsure],
      nothingTold,
      "It is not known whether 1 benchmark is slower in 1 commit.",
    ],
    [
      [unsure, { ...entry, name: "new", verdict: "added" }],
      nothingTold,
      "It is not known whether 1 benchmark is slower in 1 commit.",
    ],
    [
      [unsure, unsure, { ...entry, verdict: "unchanged" }],
      null,
      "It is not known whether 2 benchmarks are slower in 1 commit.",
    ],
    [
      [{ ...entry, verdict: "unchanged" }, { ...entry, name: "new", verdict: "added" }],
      null,
      "No benchmark is known to be slower in 1 commit.",
    ],
    [[{ ...entry, verdict: "unchanged" }], null, "No benchmark is slower in 1 commit."],
  ];
  for (const [entries, stopped, first] of rows) {
    await t.step(entries.map(({ verdict }) => verdict).join(), async () => {
      const compare = () => Promise.resolve({ ...comparison, entries });
      const found = await bisect(commits, { ...measurer, compare });
      const text = renderBisection(found, new Map(), 1, plain);
      assertEquals([found.stopped, text.split("\n")[0]], [stopped, first]);
      assertEquals(
        text.includes("inconclusive: a_bench.ts:unsure; a larger --budget may settle it\n"),
        entries.includes(unsure),
      );
    });
  }
});

Deno.test("benchmarks that one end lacks or cannot run are reported with the result", async () => {
  const { commits, measurer } = line([10, 14]);
  const comparison = await measurer.compare(commits[0]!, commits[1]!, null, 1, false);
  const [entry] = comparison.entries;
  const failures = [{ kind: "error", message: "current: it threw", round: null }];
  const others = [
    { ...entry, name: "new", verdict: "added" },
    { ...entry, name: "old", verdict: "removed" },
    { ...entry, name: "broken", verdict: "failed", failures },
  ];
  const both = { ...comparison, entries: [entry, ...others] } as never;
  const found = await bisect(commits, { ...measurer, compare: () => Promise.resolve(both) });
  assertStringIncludes(
    renderBisection(found, new Map(), 1, plain),
    `    c1

added: a_bench.ts:new; the good end does not have it
removed: a_bench.ts:old; the bad end does not have it
failed: a_bench.ts:broken; the bad end cannot run it: it threw
`,
  );
});

Deno.test("ends that cannot be measured give no answer", async () => {
  const { commits, measurer } = line([10, 10]);
  const { entries: [entry] } = await measurer.compare(commits[0]!, commits[1]!, null, 1, false);
  const broken = (message: string) => [{ kind: "error", message, round: null }];
  const rows: [changes: Record<string, unknown>[], message: string][] = [
    [
      [{ verdict: "failed", failures: broken("current: no such file") }, { verdict: "removed" }],
      "Nothing was searched: a_bench.ts:sort cannot be run at the bad end: no such file",
    ],
    [
      [{ verdict: "added" }, { verdict: "not_compared", failures: broken("baseline: it threw") }],
      "Nothing was searched: a_bench.ts:sort cannot be run at the good end: it threw",
    ],
    [
      [{ verdict: "not_compared", doubts: [inNeither("x cannot be run by either version: boom")] }],
      "Nothing was searched: x cannot be run by either version: boom",
    ],
    [
      [{ verdict: "added" }, { verdict: "removed" }],
      "Nothing was searched: the two ends have no benchmark in common",
    ],
  ];
  for (const [changes, message] of rows) {
    const entries = changes.map((change) => ({ ...entry, ...change }));
    const compare = () => Promise.resolve({ entries } as never);
    const error = await assertRejects(() => bisect(commits, { ...measurer, compare }), Failure);
    assertEquals(error.message, message);
  }
});

Deno.test("the result matches the schema of its document, field by field", async () => {
  const slow = Array.from({ length: 12 }, (_, at) => at < 5 ? 10 : at < 9 ? 13 : 18);
  const { commits, measurer } = line(slow.map((duration, at) => at === 4 ? null : duration));
  const { results } = await bisect(commits, measurer);
  const open = [{ ...results[0]!.whole, verdict: "failed" as const, severity: null, failures: [] }];
  const log = new Map([["c5", { hash: "c5", author: "Ada", timestamp: "t", subject: "Slow" }]]);
  const range = { good: "c0", bad: "c11", commits: 11 };
  const document = JSON.parse(renderBisectionJson({ results, open, stopped: null }, log, range));
  assertEquals(v.parse(bisectionSchema, document), document);
  const [{ name, culprits, skipped }] = document.slower;
  assertEquals(name, "sort");
  assertEquals(
    culprits.map(({ commits, severity }: BisectionDocument["slower"][0]["culprits"][0]) => [
      ...commits.map(({ hash, subject }) => `${hash} ${subject}`),
      severity,
    ]),
    [["c4 null", "c5 Slow", "moderate"], ["c9 null", "moderate"]],
  );
  assertEquals(skipped[0].commit.hash, "c4");
  assertEquals(document.open[0].verdict, "failed");
});

Deno.test("hostile names, authors and subjects are harmless", async () => {
  const { commits, measurer } = line([10, null, 14]);
  const { results } = await bisect(commits, measurer);
  for (const [what, text] of HOSTILE_NAMES) {
    const log = new Map(
      commits.map((hash) => [hash, { hash, author: text, timestamp: text, subject: text }]),
    );
    const hostile = results.map((result) => ({
      ...result,
      identity: { file: text, group: text, name: text },
      skipped: [{ commit: "c1", reason: text }],
      left: [{ commits: ["c2"], change: null, reason: "not_measured" as const, message: text }],
    }));
    const range = { good: text, bad: text, commits: 2 };
    const found = { results: hostile, open: [], stopped: text };
    assertHarmless(renderBisection(found, log, 2, plain), what);
    assertHarmless(renderBisectionJson(found, log, range), what);
  }
});

Deno.test("only named commits are explained", async () => {
  const asked = async (levels: readonly number[]) => {
    const { commits, measurer } = line(levels);
    const explained: boolean[] = [];
    const found = await bisect(commits, {
      ...measurer,
      compare(...args) {
        explained.push(args[4]);
        return measurer.compare(...args);
      },
    });
    assertEquals(found.results[0]!.culprits.length, 1);
    return explained;
  };
  assertEquals(await asked([10, 10, 10, 14, 14, 14]), [false, true]);
  // The ends of a range of one commit are the named ones.
  assertEquals(await asked([10, 14]), [true]);
});

Deno.test("a whole named range is measured again for its explanation", async () => {
  const { commits, measurer } = line([10, 12, 14]);
  const explained: boolean[] = [];
  const found = await bisect(commits, {
    ...measurer,
    compare(...args) {
      explained.push(args[4]);
      return measurer.compare(...args);
    },
    measure: () => Promise.resolve("it cannot be built"),
  });
  assertEquals(found.results[0]!.culprits.map((one) => one.commits), [commits.slice(1)]);
  assertEquals(explained, [false, true]);
});

Deno.test("a single commit is found even if its explanation was stopped", async () => {
  const { commits, measurer } = line([10, 14]);
  const signal = AbortSignal.abort("stop");
  const found = await bisect(commits, measurer, signal);
  assertEquals([found.stopped, found.results[0]!.culprits.length], [null, 1]);
  const cut = {
    ...measurer,
    async compare(...args: Parameters<typeof measurer.compare>) {
      const comparison = await measurer.compare(...args);
      return { ...comparison, doubts: [endedEarly("stop")] };
    },
  };
  assertEquals((await bisect(commits, cut, signal)).stopped, "stop");
});
