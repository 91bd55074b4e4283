/** Registrations of benchmarks. @module */

/** What a registration reports about a benchmark that has only a name and a function. */
export const PLAIN = {
  baseline: false,
  only: false,
  ignore: false,
  n: null,
  warmup: null,
  permissions: false,
  description: null,
  work: null,
} as const;
