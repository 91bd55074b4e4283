/**
 * Random summaries of Gungraun and of Iai-Callgrind, in versions 1 to 6 of their schema. @module
 */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const identifier = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
const count = fc.maxSafeNat();

const entry = fc.record({
  file: fileName.map((name) => `/home/user/p/benches/${name}.rs`),
  path: fc.array(identifier, { minLength: 2, maxLength: 4 }),
  id: fc.option(identifier),
  details: fc.option(fc.string()),
  events: fc.uniqueArray(fc.tuple(fc.constantFrom("Ir", "L1hits", "RamHits", "Dw"), count), {
    minLength: 1,
    selector: ([event]) => event,
  }),
  hasOld: fc.boolean(),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

const nameOf = ({ path, id }: Entry) => path.join("::") + (id === null ? "" : ` ${id}`);

function difference(value: number, hasOld: boolean, version: number): unknown {
  if (version < 3) return { new: value, old: hasOld ? 7 : null, diff_pct: null, factor: null };
  const metric = (value: number) => version < 5 ? value : { Int: value };
  return hasOld
    ? { diffs: { diff_pct: "inf", factor: "1" }, metrics: { Both: [metric(value), metric(7)] } }
    : { diffs: null, metrics: { Left: metric(value) } };
}

function countsOf({ events, hasOld }: Entry, version: number): object {
  const summary = Object.fromEntries(
    events.map(([event, value]) => [event, difference(value, hasOld, version)]),
  );
  if (version < 3) {
    return { callgrind_summary: { summaries: [{ events: summary }] }, tool_summaries: [] };
  }
  if (version === 3) {
    return { callgrind_summary: { callgrind_run: { total: { summary } } }, tool_summaries: [] };
  }
  const summaries = { parts: [], total: { regressions: [], summary: { Callgrind: summary } } };
  return { profiles: [{ tool: "Callgrind", summaries }], baselines: [null, null] };
}

function write(entry: Entry, version: number): unknown {
  const { file, path, id, details } = entry;
  return {
    benchmark_exe: "/home/user/p/target/release/deps/a-1a2b3c4d",
    benchmark_file: file,
    details,
    ...version === 1 ? {} : { function_name: path.at(-1) },
    id,
    kind: "LibraryBenchmark",
    module_path: path.join("::"),
    package_dir: "/home/user/p",
    project_root: "/home/user/p",
    summary_output: null,
    version: `${version}`,
    ...countsOf(entry, version),
  };
}

const files = fc.record({
  version: fc.integer({ min: 1, max: 6 }),
  indent: fc.constantFrom(0, 2),
  entries: fc.uniqueArray(entry, {
    minLength: 1,
    maxLength: 5,
    selector: (entry) => entry.file + nameOf(entry),
  }),
}).map(({ version, indent, entries }): WrittenFile => ({
  text: entries.map((one) => `${JSON.stringify(write(one, version), null, indent)}\n`).join(""),
  benchmarks: entries.map((entry): WrittenBenchmark => ({
    file: entry.file,
    group: null,
    name: nameOf(entry),
    duration_ms: null,
  })),
}));

export const written: WrittenFormat = { format: "gungraun", files, source: "gungraun.txt" };
