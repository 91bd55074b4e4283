/** Journals of what was finished, torn and damaged. @module */
import { fc } from "../../../scripts/deps/fast_check.ts";
import {
  describeDifferences,
  formatJournalLine,
  parseJournal,
} from "../../../scripts/result/journal.ts";
import { runRecordSchema } from "../../../scripts/result/run_journal.ts";
import {
  comparisonRecordSchema,
  restoreBenchmarks,
} from "../../../scripts/verdict/comparison_journal.ts";
import { versioned } from "../../helpers/versioned.ts";
import { assertKept, assertOneLine, readOrRefuse } from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText, damaged, withMistakes } from "../texts.ts";

const KEY = '["a_bench.ts",null,"a"]';

const round = {
  duration_ms: 2,
  min_ms: 1,
  max_ms: null,
  p75_ms: 2,
  p99_ms: 3,
  iterations: 7,
  batched: false,
};
const duetRound = {
  logRatio: -Infinity,
  durationMs: { baseline: 1, current: 0 },
  floorMs: null,
  marks: true,
  heapBytes: { baseline: null, current: 8 },
  calls: 40,
  first: "current",
  core: 1,
};
const RECORDS = [
  { kind: "processor", model: "AMD EPYC" },
  { kind: "round", benchmark: KEY, round },
  { kind: "failure", benchmark: KEY, failure: { round: null, message: "threw" } },
  { kind: "samples", benchmark: KEY, samples: "it hangs" },
  { kind: "round", benchmark: KEY, round: duetRound, spentMs: 300 },
  { kind: "confirmation", benchmark: KEY, round: duetRound, spentMs: 10 },
  { kind: "failure", benchmark: KEY, failure: { side: "current", message: "threw" } },
];

const header = fc.record({
  generator: anyText,
  command: fc.constantFrom("run", "compare"),
  started: anyText,
  subject: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
});
const record = fc.constantFrom(...RECORDS).chain((value) => withMistakes(value, 1));
const journal = damaged(
  fc.tuple(header, fc.array(record, { maxLength: 5 }))
    .map(([header, records]) => [header, ...records].map(formatJournalLine).join("")),
  1,
);

/** What is read of a journal, however it ends, is read again of what is written of it. */
export function journalTarget(): Target {
  return target("a journal", journal, async (text) => {
    for (const schema of [runRecordSchema, comparisonRecordSchema]) {
      const read = await readOrRefuse("a journal", () => parseJournal<unknown>(text, schema));
      if (read === null) continue;
      const written = [read.header, ...read.records].map(formatJournalLine).join("");
      const again = () => parseJournal<unknown>(written, schema);
      assertKept("a journal", read.records, () => again()!.records);
      assertKept("the subject of a journal", read.header, () => again()!.header);
      const differences = describeDifferences(read.header.subject, { commit: "a" });
      assertOneLine("a journal", differences.join(", "));
    }
    const records = parseJournal(text, comparisonRecordSchema)?.records ?? [];
    await readOrRefuse("a journal", () => restoreBenchmarks([versioned("a")], records, true));
  });
}
