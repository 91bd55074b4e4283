/** Every supported format of other harnesses. @module */
import { benchmarkDotnet } from "./formats/benchmark_dotnet.ts";
import { benchmarkJs } from "./formats/benchmark_js.ts";
import { asv } from "./formats/asv.ts";
import { bencher } from "./formats/bencher.ts";
import { codspeed } from "./formats/codspeed.ts";
import { criterion } from "./formats/criterion.ts";
import { denoBench } from "./formats/deno_bench.ts";
import { githubActionBenchmark } from "./formats/github_action_benchmark.ts";
import { go } from "./formats/go.ts";
import { googleBenchmark } from "./formats/google_benchmark.ts";
import { gungraun } from "./formats/gungraun.ts";
import { hyperfine } from "./formats/hyperfine.ts";
import type { Importer } from "./importer.ts";
import { jmh } from "./formats/jmh.ts";
import { libtest } from "./formats/libtest.ts";
import { mitata } from "./formats/mitata.ts";
import { pyperf } from "./formats/pyperf.ts";
import { pytestBenchmark } from "./formats/pytest_benchmark.ts";
import { biggerIsBetter, customResults, smallerIsBetter } from "./formats/smaller_is_better.ts";
import { tinybench } from "./formats/tinybench.ts";
import { vitest } from "./formats/vitest.ts";

/** In the order of `IMPORT_FORMATS`; CONTRIBUTING.md says how to add one. */
export const IMPORTERS: readonly Importer[] = [
  denoBench,
  vitest,
  mitata,
  tinybench,
  benchmarkJs,
  hyperfine,
  googleBenchmark,
  go,
  libtest,
  criterion,
  pytestBenchmark,
  pyperf,
  jmh,
  benchmarkDotnet,
  bencher,
  gungraun,
  codspeed,
  customResults,
  githubActionBenchmark,
  asv,
];

/**
 * The formats that `--from` accepts. A user who names a format may know more than the file says.
 */
export const NAMED_IMPORTERS: readonly Importer[] = IMPORTERS.flatMap((importer) =>
  importer === customResults ? [smallerIsBetter, biggerIsBetter] : [importer]
);
