/** The options that say how much slower is how bad, which several commands have. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import { type Config, parseConfig, resolveThresholds } from "../verdict/config.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { CommandIo } from "./io.ts";

const CONFIG_FILE = "benchline.jsonc";

const percent = { type: "number", value: "%", min: 0, max: 1_000_000 } as const;

/** Limits in percent. */
export const thresholdOptions = {
  threshold: {
    ...percent,
    help: "a slowdown above it is a regression, a minor one",
    defaultHelp: "10",
  },
  moderate: { ...percent, help: "above it a regression is moderate", defaultHelp: "20" },
  severe: { ...percent, help: "above it a regression is severe", defaultHelp: "50" },
  tolerance: {
    ...percent,
    help: "the change taken as ordinary; a regression must be shown to exceed it",
    defaultHelp: "5",
  },
} as const;

/** The file with the limits. */
export const configOption = {
  type: "text",
  value: "FILE",
  help: "thresholds, also for single benchmarks",
  defaultHelp: `${CONFIG_FILE} where there is one`,
} as const;

/** What was given of these options. */
interface Given {
  readonly tolerance: number | null;
  readonly threshold: number | null;
  readonly moderate: number | null;
  readonly severe: number | null;
  readonly config: string | null;
}

/**
 * The limits for each benchmark, of the configuration and of what was given.
 *
 * @throws {Failure} If the configuration cannot be read, or the limits are not in order.
 */
export async function readThresholds(
  { tolerance, threshold, moderate, severe, config }: Given,
  io: CommandIo,
): Promise<(benchmark: BenchmarkIdentity) => Thresholds> {
  return resolveThresholds(await readConfig(config, io), {
    tolerance: tolerance ?? undefined,
    threshold: threshold ?? undefined,
    moderate: moderate ?? undefined,
    severe: severe ?? undefined,
  });
}

/**
 * The configuration.
 *
 * @param path Its file; null for the usual one, which need not be there.
 * @throws {Failure} If it cannot be read.
 */
export async function readConfig(path: string | null, io: CommandIo): Promise<Config> {
  if (path !== null) return parseConfig(await io.readText(path), path);
  const there = (await io.listFiles(".")).includes(CONFIG_FILE);
  return there ? parseConfig(await io.readText(CONFIG_FILE), CONFIG_FILE) : {};
}
