/** The output of benchmark.js. @module */
import type { Content } from "../content.ts";
import { listNames } from "../../list_names.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readFigures, UNTOLD_REASON } from "../read_entries.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { isDuration, MS_PER_SECOND } from "../units.ts";

/** In each result. Other texts are not worth the search for a pattern that begins with anything. */
const UNIT = " ops/sec ";
const FIGURE = String.raw`-?(?:[\d.,]+(?:e[+-]?\d+)?|Infinity|NaN)`;
/**
 * `sort#built in x 9,687 ops/sec ±1.12% (94 runs sampled)`. Reporters that align columns add
 * spaces, and the encoding of a log decides what stands for `±`.
 */
const RESULT = new RegExp(
  String.raw`^(.*\S) +x +(${FIGURE}) ops\/sec [^\d\s]{1,4}${FIGURE}% \(\d+ runs? sampled\)$`,
);
const ANY_RESULT = new RegExp(RESULT.source, "m");
/** A log has it in front of at least some lines. */
const TIME =
  /^[[(]?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:?\d\d)?[\])]? +(?=\S)/;
/** `throws: ` is all that the harness prints for a benchmark that throws. */
const FAILED = /^(?=\S)(.*[^\]]): $/;
/**
 * Other programs may have dropped the space. `host bench[9]: ` is what a log puts in front of an
 * empty line.
 */
const PERHAPS_FAILED = /^(\S.*): ?$/;

/** Reads results of benchmark.js. Its runs are samples of one process. */
export const benchmarkJs: Importer = {
  name: "benchmark.js",
  recognizes: ({ text }) => text.includes(UNIT) && ANY_RESULT.test(text.replaceAll("\r", "")),
  read,
};

function read(content: Content): ImportedRun[] {
  const benchmarks: ImportedBenchmark[] = [];
  let results = 0;
  const doubtful: string[] = [];
  for (const { number, text } of content.lines()) {
    const [, printed, rate] = text.includes(UNIT) ? RESULT.exec(text.trimEnd()) ?? [] : [];
    if (printed !== undefined) {
      const name = printed.trim().replace(TIME, "");
      benchmarks.push(readFigures({ name }, () => readRate(content, number, rate!)));
      results++;
      continue;
    }
    const [, failed] = FAILED.exec(text) ?? [];
    const [, perhaps] = PERHAPS_FAILED.exec(text) ?? [];
    if (failed !== undefined) {
      const name = failed.replace(TIME, "");
      benchmarks.push({ name, isUnreadable: true, ...failWith(UNTOLD_REASON) });
    } else if (perhaps !== undefined) doubtful.push(`line ${number}: ${perhaps}`);
  }
  return onlyRun(content, {
    harness: "benchmark.js",
    // Without any result, the text is something else.
    benchmarks: results === 0 ? [] : benchmarks,
    warnings: doubtful.length === 0 ? [] : [
      `${content.source}: no figures, so these may have failed: ${listNames(doubtful)}`,
    ],
  });
}

function readRate(
  content: Content,
  line: number,
  figure: string,
): Omit<ImportedBenchmark, "name"> {
  const duration = MS_PER_SECOND / Number(figure.replaceAll(",", ""));
  if (isDuration(duration)) return { duration_ms: duration };
  throw content.failure(line, `ops/sec must be a rate above 0, found ${figure}`);
}
