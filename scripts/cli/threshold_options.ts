/** The options that say how much slower is how bad, which several commands have. @module */

/** The configuration of a project, where no other is named. */
export const CONFIG_FILE = "benchline.jsonc";

/** An option in percent. */
export const percentOption = { type: "number", value: "%", min: 0, max: 1_000_000 } as const;

/** Limits in percent. */
export const thresholdOptions = {
  threshold: {
    ...percentOption,
    help: "a slowdown above it is a regression, a minor one",
    defaultHelp: "10",
  },
  moderate: { ...percentOption, help: "above it a regression is moderate", defaultHelp: "20" },
  severe: { ...percentOption, help: "above it a regression is severe", defaultHelp: "50" },
  tolerance: {
    ...percentOption,
    help: "the change taken as ordinary; a regression must be shown to exceed it",
    defaultHelp: "5",
  },
} as const;

/** The file with the limits. */
export const configOption = {
  type: "text",
  files: true,
  value: "FILE",
  help: "thresholds, also for single benchmarks",
  defaultHelp: `${CONFIG_FILE} where there is one`,
} as const;
