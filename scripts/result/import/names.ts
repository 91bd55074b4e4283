/** The names of the formats, apart from what reads them, so that a help need not load all of it. @module */

/** Every format that `--from` takes, in the order in which the help names them. */
export const IMPORT_FORMATS: readonly string[] = [
  "deno",
  "vitest",
  "mitata",
  "tinybench",
  "benchmark.js",
  "hyperfine",
  "google",
  "go",
  "libtest",
  "criterion",
  "pytest",
  "pyperf",
  "jmh",
  "dotnet",
  "bencher",
  "gungraun",
  "codspeed",
  "customSmallerIsBetter",
  "customBiggerIsBetter",
  "github-action-benchmark",
  "asv",
];

/** Files that have no results and tell of those in other files, such as their units. */
export const DESCRIBING_FILES: readonly string[] = ["benchmarks.json"];
