/** The options that say how much slower is how bad, which several commands have. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import { type Config, parseConfig, resolveThresholds } from "../verdict/config.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { CommandIo } from "./io.ts";

const CONFIG_FILE = "benchline.jsonc";

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
 * @param given Its file; null for the usual one, which need not be there.
 * @throws {Failure} If it cannot be read.
 */
export async function readConfig(given: string | null, io: CommandIo): Promise<Config> {
  const { path, text } = await readConfigText(given, io);
  return text === null ? {} : parseConfig(text, path);
}

/**
 * The text of the configuration; null where there is none.
 *
 * @param given As for {@linkcode readConfig}.
 * @throws {Failure} If it cannot be read.
 */
export async function readConfigText(
  given: string | null,
  io: CommandIo,
): Promise<{ path: string; text: string | null }> {
  const path = given ?? CONFIG_FILE;
  const isThere = given !== null || (await io.listFiles(".")).includes(CONFIG_FILE);
  return { path, text: isThere ? await io.readText(path) : null };
}
