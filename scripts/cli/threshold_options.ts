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

/** Settings of the configuration, as help names them. */
const SETTINGS = {
  thresholds: "thresholds",
  files: "files",
  filter: "filter",
  flags: "flags for Deno",
  setup: "setup",
} as const;

/**
 * The configuration, which sets what no option does.
 *
 * @param settings The settings that the command takes from it.
 */
export function configOption(...settings: readonly (keyof typeof SETTINGS)[]): {
  readonly type: "text";
  readonly files: true;
  readonly value: "FILE";
  readonly help: string;
  readonly defaultHelp: string;
} {
  const names = settings.map((setting) => SETTINGS[setting]).join(", ")
    .replace(/, ([^,]*)$/, " and $1");
  const added = settings.includes("flags") ? ", but flags after -- are added to its flags" : "";
  return {
    type: "text",
    files: true,
    value: "FILE",
    help: `the configuration, which sets ${names}; options override it${added}`,
    defaultHelp: `${CONFIG_FILE}, if there is one`,
  };
}
