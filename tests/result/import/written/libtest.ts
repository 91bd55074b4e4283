/** Random output of Rust's benchmarks. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

type End = "measured" | "no time" | "fails" | "ignored";

interface Benchmark {
  readonly name: string;
  readonly ns: number;
  readonly deviation: number;
  readonly mbPerSecond: number | null;
  readonly end: End;
}

interface Target {
  readonly crate: string;
  readonly isLibrary: boolean;
  readonly benchmarks: readonly Benchmark[];
}

/** The crate and the version of cargo that write the output. */
interface Writer {
  /** False for `bencher`, and for libtest before Rust 1.72: they write whole nanoseconds. */
  readonly hasDecimals: boolean;
  /** Criterion does not pad names, and reports no failures. */
  readonly isCriterion: boolean;
  /** Cargo before 1.57 does not print the file. */
  readonly hasFiles: boolean;
  readonly hasColours: boolean;
}

// Rust allows letters of all languages in names, and modules.
const identifier = fc.stringMatching(/^[a-zé測_][a-z0-9é測_]{0,8}$/).filter((name) => name !== "_");
const path = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("::"));
// Criterion allows any name, but nobody could tell where one that contains `... bench:` ends.
const anyName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 16 })
  .map((text) => text.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim())
  .filter((text) => text !== "" && !text.includes("bench:"));

function targets(name: fc.Arbitrary<string>, ends: readonly End[]): fc.Arbitrary<Target[]> {
  return fc.uniqueArray(
    fc.record({
      crate: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
      isLibrary: fc.boolean(),
      benchmarks: fc.uniqueArray(
        fc.record({
          name,
          ns: fc.double({ min: -2, max: 13, noNaN: true }).map((power) => 10 ** power),
          deviation: fc.double({ min: 0, max: 1e6, noNaN: true }),
          mbPerSecond: fc.option(fc.integer({ min: 1, max: 5_000_000 })),
          end: fc.constantFrom(...ends),
        }),
        { minLength: 1, maxLength: 5, selector: ({ name }) => name },
      ),
    }),
    { minLength: 1, maxLength: 3, selector: ({ crate }) => crate },
  );
}

const writer = fc.record({
  hasDecimals: fc.boolean(),
  hasFiles: fc.boolean(),
  hasColours: fc.boolean(),
});

const ENDS: readonly End[] = ["measured", "measured", "measured", "no time", "fails", "ignored"];

/**
 * Files of `cargo bench` with libtest, with `bencher`, and with Criterion's `--output-format
 * bencher`.
 */
export const written: WrittenFormat = {
  format: "libtest",
  files: fc.oneof(
    fc.tuple(targets(path, ENDS), writer.map((one) => ({ ...one, isCriterion: false }))),
    fc.tuple(targets(anyName, ["measured"]), writer.map((one) => ({ ...one, isCriterion: true }))),
  ).map(([targets, writer]) => write(targets, writer))
    .filter(({ benchmarks }) => benchmarks.some(({ duration_ms }) => duration_ms !== null)),
  source: "bench.txt",
};

function write(targets: readonly Target[], writer: Writer): WrittenFile {
  const all = targets.map((target) => writeTarget(target, writer));
  const finished = "    Finished `bench` profile [optimized] target(s) in 1.51s\n";
  return {
    text: finished + all.map(({ text }) => text).join("\n"),
    benchmarks: all.flatMap(({ benchmarks }) => benchmarks),
  };
}

function writeTarget({ crate, isLibrary, benchmarks }: Target, writer: Writer): WrittenFile {
  const path = isLibrary ? "src/lib.rs" : `benches/${crate}.rs`;
  const program = `target/release/deps/${crate}-51d20b63c98ac923`;
  const file = writer.hasFiles ? path : null;
  const group = writer.hasFiles && !isLibrary ? null : crate;
  const [green, red, cyan, plain] = writer.hasColours
    ? ["\x1b[32m", "\x1b[31m", "\x1b[36m", "\x1b(B\x1b[m"]
    : ["", "", "", ""];
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  const known: WrittenBenchmark[] = [];
  const lines = benchmarks.map((one) => {
    const start = `test ${writer.isCriterion ? one.name : one.name.padEnd(width)} ... `;
    if (one.end === "ignored") return `${start}ignored`;
    const duration_ms = one.end === "measured" ? duration(one.ns, writer) : null;
    known.push({ file, group, name: one.name, duration_ms });
    if (one.end === "fails") return `${start}${red}FAILED${plain}`;
    const ns = format(one.end === "no time" ? 0 : one.ns, writer);
    const rate = one.mbPerSecond === null ? "" : ` = ${one.mbPerSecond} MB/s`;
    return `${start}${cyan}bench${plain}: ${
      ns.padStart(writer.hasDecimals ? 14 : 11)
    } ns/iter (+/- ${format(one.deviation, writer)})${rate}`;
  });
  const isFailed = benchmarks.some(({ end }) => end === "fails");
  return {
    text: [
      `     Running ${
        writer.hasFiles ? `${isLibrary ? "unittests " : ""}${path} (${program})` : program
      }`,
      ...writer.isCriterion ? [] : ["", `running ${benchmarks.length} tests`],
      ...lines,
      "",
      ...isFailed
        ? [
          "failures:",
          "",
          `---- ${crate} stdout ----`,
          "",
          "thread 'main' (9220) panicked at benches/copies.rs:6:37:",
          "no such table",
          "",
          "",
          "failures:",
          `    ${crate}`,
          "",
        ]
        : [],
      ...writer.isCriterion ? [] : [
        `test result: ${
          isFailed ? `${red}FAILED` : `${green}ok`
        }${plain}. 0 passed; 1 failed; 0 ignored; 1 measured; 0 filtered out`,
      ],
      "",
    ].join("\n"),
    benchmarks: known,
  };
}

function duration(ns: number, writer: Writer): number | null {
  const printed = Number(format(ns, writer).replaceAll(",", ""));
  return printed === 0 ? null : printed * 1e-6;
}

/** Writes commas between thousands, and two decimals in later versions. */
function format(value: number, { hasDecimals }: Writer): string {
  const [whole, rest] = value.toFixed(hasDecimals ? 2 : 0).split(".") as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}
