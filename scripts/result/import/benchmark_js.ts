/** What benchmark.js prints of its benchmarks. @module */
import type { Content } from "./content.ts";
import { onlyRun } from "./describe_run.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { isDuration, MS_PER_SECOND } from "./units.ts";

/** `sort#built in x 9,687 ops/sec ±1.12% (94 runs sampled)` */
const RESULT =
  /^(.+) x (-?[\d.,]+(?:e[+-]?\d+)?|Infinity|NaN) ops\/sec ±[\d.,]+% \(\d+ runs? sampled\)$/;
/** `throws: `, all that is printed of a benchmark that failed; but a log may have such lines, too. */
const PERHAPS_FAILED = /^(\S.*): ?$/;
const ANY_RESULT = new RegExp(RESULT.source, "m");

/** Results of benchmark.js. Its runs are samples of one process. */
export const benchmarkJs: Importer = {
  name: "benchmark.js",
  recognizes: ({ text }) => ANY_RESULT.test(text.replaceAll("\r", "")),
  read,
};

function read(content: Content): ImportedRun[] {
  const benchmarks: ImportedBenchmark[] = [];
  const warnings: string[] = [];
  for (const { number, text } of content.lines()) {
    const found = RESULT.exec(text.trimEnd());
    if (found === null) {
      const name = PERHAPS_FAILED.exec(text)?.[1];
      if (name !== undefined) {
        warnings.push(
          `${content.source}: line ${number}: ${name} has no figures; it may have failed`,
        );
      }
      continue;
    }
    const [, name, figure] = found as unknown as [string, string, string];
    const rate = Number(figure.replaceAll(",", ""));
    if (!isDuration(MS_PER_SECOND / rate)) {
      throw content.failure(number, `ops/sec must be a rate above 0, found ${figure}`);
    }
    benchmarks.push({ name: name.trim(), duration_ms: MS_PER_SECOND / rate });
  }
  return onlyRun(content, { harness: "benchmark.js", benchmarks, warnings });
}
