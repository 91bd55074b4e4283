/** Every format of another harness that can be read. @module */
import { benchmarkDotnet } from "./benchmark_dotnet.ts";
import { benchmarkJs } from "./benchmark_js.ts";
import { asv } from "./asv.ts";
import { bencher } from "./bencher.ts";
import { codspeed } from "./codspeed.ts";
import { criterion } from "./criterion.ts";
import { denoBench } from "./deno_bench.ts";
import { githubActionBenchmark } from "./github_action_benchmark.ts";
import { go } from "./go.ts";
import { googleBenchmark } from "./google_benchmark.ts";
import { gungraun } from "./gungraun.ts";
import { hyperfine } from "./hyperfine.ts";
import type { Importer } from "./importer.ts";
import { jmh } from "./jmh.ts";
import { libtest } from "./libtest.ts";
import { mitata } from "./mitata.ts";
import { pyperf } from "./pyperf.ts";
import { pytestBenchmark } from "./pytest_benchmark.ts";
import { biggerIsBetter, customResults, smallerIsBetter } from "./smaller_is_better.ts";
import { tinybench } from "./tinybench.ts";
import { vitest } from "./vitest.ts";

/** What tells formats apart, in the order of `IMPORT_FORMATS`; to add one, name it there too. */
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

/** Those that `--from` takes: who names a format may know more of it than the file says. */
export const NAMED_IMPORTERS: readonly Importer[] = IMPORTERS.flatMap((importer) =>
  importer === customResults ? [smallerIsBetter, biggerIsBetter] : [importer]
);
