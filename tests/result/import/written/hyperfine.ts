/** Random files of `--export-json` of hyperfine 1.0 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const parameter = fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), anyText);

const entry = fc.record({
  command: anyText,
  mean: fc.option(figures(1e-8), { freq: 5 }),
  times: fc.option(fc.array(fc.constantFrom(0, 0.001, 0.5), { maxLength: 4 })),
  parameters: fc.uniqueArray(parameter, { maxLength: 2, selector: ([name]) => name })
    .map((pairs) => pairs.toSorted(([a], [b]) => a < b ? -1 : 1)),
  code: fc.constantFrom(0, 1, null),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

function nameOf({ command, parameters }: Entry): string {
  const pairs = parameters.map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? command : `${command} (${pairs.join(", ")})`;
}

/** Writes a report; a command that is no slower than the shell takes 0 s. */
function write({ command, mean, times, parameters, code }: Entry, version: string): unknown {
  const seconds = mean ?? 0;
  return {
    command,
    mean: seconds,
    stddev: times?.length === 1 ? null : 0.1,
    ...version === "1.0" ? {} : { median: seconds },
    user: 0.1,
    system: 0.1,
    min: 0,
    max: seconds,
    ...times === null ? {} : { times },
    ...version === "1.20" && times !== null ? { memory_usage_byte: times.map(() => 4096) } : {},
    ...version === "1.0" ? {} : { exit_codes: (times ?? []).map(() => code) },
    ...parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) },
  };
}

const files = fc.record({
  version: fc.constantFrom("1.0", "1.15", "1.20"),
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: nameOf })
    .filter((entries) => entries.some(({ mean }) => mean !== null)),
}).map(({ version, entries }): WrittenFile => ({
  text: `${JSON.stringify({ results: entries.map((one) => write(one, version)) }, null, 2)}\n`,
  benchmarks: entries.map((entry): WrittenBenchmark => ({
    file: null,
    group: null,
    name: nameOf(entry),
    duration_ms: entry.mean === null ? null : entry.mean * 1000,
  })),
}));

export const written: WrittenFormat = { format: "hyperfine", files, source: "hyperfine.json" };
