// Checks that parsing a journal returns what was recorded, even if its last line is torn.
import { assertEquals } from "@std/assert";
import {
  describeDifferences,
  formatJournalLine,
  parseJournal,
} from "../../scripts/result/journal.ts";
import { type RunRecord, runRecordSchema } from "../../scripts/result/run_journal.ts";
import {
  type ComparisonRecord,
  comparisonRecordSchema,
  restoreBenchmarks,
} from "../../scripts/verdict/comparison_journal.ts";
import { versioned } from "../helpers/versioned.ts";

const HEADER = {
  generator: "benchline",
  command: "run",
  started: "2026-01-31T12:00:00.000Z",
  subject: { commit: "1a", flags: "" },
} as const;

const RUN_ROUND = {
  duration_ms: 2,
  min_ms: 1,
  max_ms: null,
  p75_ms: 2,
  p99_ms: 3,
  iterations: 7,
  batched: false,
};
const RUN: RunRecord[] = [
  { kind: "processor", model: "AMD EPYC" },
  { kind: "round", benchmark: '[null,null,"ä\\n\\u2028"]', round: RUN_ROUND },
  // The function took no measurable time; the document says so.
  { kind: "round", benchmark: "b", round: { ...RUN_ROUND, duration_ms: 0 } },
  { kind: "failure", benchmark: "b", failure: { round: null, message: "threw" } },
  {
    kind: "samples",
    benchmark: "a",
    samples: { medianMs: 1, standardDeviationMs: 0.1, allocatedBytes: null },
  },
  { kind: "samples", benchmark: "b", samples: "it hangs" },
];

const duetRound = {
  logRatio: -1,
  durationMs: { baseline: 1, current: 0 },
  floorMs: null,
  marks: true,
  heapBytes: { baseline: null, current: 8 },
  calls: 40,
  first: "current",
  core: 1,
} as const;
const KEY = '["a_bench.ts",null,"a"]';
const COMPARISON: ComparisonRecord[] = [
  { kind: "round", benchmark: KEY, round: duetRound, spentMs: 300 },
  {
    kind: "judgement",
    benchmark: KEY,
    judgement: {
      verdict: "regression",
      severity: "minor",
      change: 0.2,
      interval: { lower: -1, upper: Infinity },
      atLeast: 0.1,
      roundsNeeded: null,
      modes: null,
      setAside: [0.5],
    },
  },
  { kind: "confirmation", benchmark: KEY, round: duetRound, spentMs: 10 },
  { kind: "failure", benchmark: KEY, failure: { side: "both", message: "threw" } },
  { kind: "failure", benchmark: KEY, failure: { side: "current", message: "threw" } },
];

const write = (records: readonly unknown[]) => [HEADER, ...records].map(formatJournalLine).join("");

Deno.test("parseJournal() returns all records, including numbers that JSON lacks", () => {
  assertEquals(parseJournal(write(RUN), runRecordSchema)?.records, RUN);
  assertEquals(parseJournal(write(RUN), runRecordSchema)?.header, HEADER);
  assertEquals(parseJournal(write(COMPARISON), comparisonRecordSchema)?.records, COMPARISON);
});

Deno.test("parseJournal() reads all whole lines before a torn one, wherever it is torn", () => {
  const bytes = new TextEncoder().encode(write(RUN));
  const ends = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
  for (let length = 0; length <= bytes.length; length++) {
    const torn = new TextDecoder().decode(bytes.subarray(0, length));
    const whole = ends.filter((end) => end <= length);
    const parsed = parseJournal(torn, runRecordSchema);
    assertEquals(parsed?.records, whole.length === 0 ? undefined : RUN.slice(0, whole.length - 1));
    assertEquals(parsed?.bytes, whole.at(-1));
  }
});

Deno.test("parseJournal() leaves out damaged records, and counts them", () => {
  const [first, ...rest] = RUN.map(formatJournalLine);
  const round = { kind: "round", benchmark: "b", round: { ...RUN_ROUND, iterations: -1 } };
  const strange = ["\0\0\0\n", "\n", "null\n", '{"kind":"other"}\n', '{"kind":"round"}\n'];
  for (const odd of [...strange, formatJournalLine(round)]) {
    const content = formatJournalLine(HEADER) + first + odd + rest.join("");
    const parsed = parseJournal(content, runRecordSchema);
    assertEquals([parsed?.records, parsed?.damaged], [RUN, 1], odd);
    assertEquals(parsed?.bytes, new TextEncoder().encode(content).length);
  }
  const undated = formatJournalLine({ ...HEADER, started: "yesterday" });
  for (const none of [undated, "", "\n", "{}\n", "[]\n", '{"command":"run"}\n', "\0\0"]) {
    assertEquals(parseJournal(none, runRecordSchema), null, none);
  }
});

Deno.test("parseJournal() reports a comparison with impossible figures as damaged", () => {
  const [round, judgement] = COMPARISON.map((record) => JSON.parse(formatJournalLine(record)));
  const odd = [
    { ...round, round: { ...round.round, logRatio: { $number: "NaN" } } },
    { ...round, round: { ...round.round, durationMs: { baseline: -1, current: 1 } } },
    {
      ...round,
      round: { ...round.round, durationMs: { baseline: 1, current: { $number: "Infinity" } } },
    },
    { ...round, spentMs: "long" },
    { ...judgement, judgement: { ...judgement.judgement, change: null } },
  ];
  for (const record of odd) {
    const parsed = parseJournal(write([record]), comparisonRecordSchema);
    assertEquals([parsed?.records, parsed?.damaged], [[], 1], JSON.stringify(record));
  }
});

Deno.test("describeDifferences() names the differences, and nothing else", () => {
  const differences = (before: Record<string, string>, now: Record<string, string>) =>
    describeDifferences(before, now);
  assertEquals(differences({ commit: "a" }, { commit: "a" }), []);
  assertEquals(differences({ flags: "" }, {}), []);
  assertEquals(differences({ flags: "-A", filter: "x" }, { filter: "y" }), [
    'flags ("-A", now none)',
    'filter ("x", now "y")',
  ]);
});

Deno.test("restoreBenchmarks() assigns each record to its benchmark", () => {
  const benchmark = versioned("a");
  const other = versioned("b");
  const strange: ComparisonRecord = { ...COMPARISON[0]!, benchmark: "gone" } as ComparisonRecord;
  restoreBenchmarks([benchmark, other], [...COMPARISON, strange], true);
  assertEquals(benchmark.rounds, [duetRound]);
  assertEquals(benchmark.confirmation, [duetRound]);
  assertEquals(benchmark.spentMs, 300);
  assertEquals(benchmark.judgement?.interval?.upper, Infinity);
  assertEquals(benchmark.failure, { side: "current", message: "threw" });
  assertEquals([benchmark.open, benchmark.pinned], [false, true]);
  assertEquals([other.rounds, other.open], [[], true]);
});

Deno.test("restoreBenchmarks() learns from a round which benchmarks need several cores", () => {
  const free = { ...COMPARISON[0]!, round: { ...duetRound, core: null } } as ComparisonRecord;
  for (const [pins, pinned] of [[true, false], [false, true]] as const) {
    const benchmark = versioned("a");
    restoreBenchmarks([benchmark], [free], pins);
    assertEquals(benchmark.pinned, pinned);
  }
});
