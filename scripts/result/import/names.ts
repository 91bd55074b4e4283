/** The names of the formats, without their importers, so that help loads quickly. @module */

/** Every format that `--from` accepts, in the order of the help. */
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

/** Files without results that describe results in other files, such as their units. */
export const DESCRIBING_FILES: readonly string[] = ["benchmarks.json"];
