/** Options of several commands that set thresholds or name the configuration. @module */
import { CONFIG_FILE } from "../result/config_file.ts";

/** An option in percent. */
export const percentOption = { type: "number", value: "%", min: 0, max: 1_000_000 } as const;

/** Limits in percent. */
export const thresholdOptions = {
  threshold: {
    ...percentOption,
    help: "a slowdown above this is a regression, minor up to --moderate",
    defaultHelp: "10",
  },
  moderate: { ...percentOption, help: "a regression above this is moderate", defaultHelp: "20" },
  severe: { ...percentOption, help: "a regression above this is severe", defaultHelp: "50" },
  tolerance: {
    ...percentOption,
    help: "changes up to this are ordinary; a regression must be shown to exceed it",
    defaultHelp: "5",
  },
} as const;

/**
 * The configuration, which sets what no option does.
 *
 * @param settings The settings that the command takes from it.
 */
export function configOption(settings: string): {
  readonly type: "text";
  readonly files: true;
  readonly value: "FILE";
  readonly help: string;
  readonly defaultHelp: string;
} {
  return {
    type: "text",
    files: true,
    value: "FILE",
    help: `the configuration, which sets ${settings}; options override it`,
    defaultHelp: `${CONFIG_FILE}, if there is one`,
  };
}
