/** Options of several commands: what to measure, and for how long. @module */

const seconds = { type: "number", value: "S" } as const;

/** Selects benchmarks by a part of the name, or a pattern. */
export const filterOption = {
  type: "text",
  value: "S",
  help: "only benchmarks whose name contains S, or matches it if it is /S/",
} as const;

/** Selects a part of the benchmarks. */
export const shardOption = {
  type: "text",
  value: "K/N",
  help: "only part K of N, for one of several machines; merge joins the parts",
} as const;

/** Runs the two versions of a duet in two processes or in one. */
export const placementOption = {
  type: "choice",
  choices: ["pair", "single"],
  help: "how the versions run: pair, two processes on one core; single, both in one process",
  defaultHelp: "pair if taskset is available",
} as const;

/** A command that prepares a checkout. */
export const setupOption = {
  type: "text",
  value: "CMD",
  help: "the command that prepares a fresh checkout, such as npm ci (needs --allow-run=npm)",
  defaultHelp: "setup in the configuration",
} as const;

/** Seconds; each command adds the help. */
export const budgetOption = { ...seconds, min: 0.1, max: 100_000 } as const;

/** Minutes for everything. */
export const timeoutOption = {
  type: "number",
  value: "MIN",
  min: 0.001,
  max: 100_000,
  help: "minutes for everything",
} as const;

/** Seconds after which a hanging benchmark is ended. */
export const benchTimeoutOption = {
  ...seconds,
  min: 0.001,
  max: 1_000_000,
  help: "seconds for loading a file, and for each slice of a benchmark",
  defaultHelp: "60",
} as const;
