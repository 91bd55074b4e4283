/** Thresholds from the configuration and the options. @module */
import { CONFIG_FILE } from "../result/config_file.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import { type Config, parseConfig, resolveThresholds } from "../verdict/config.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { CommandIo } from "./io.ts";

/** The options for thresholds. */
interface Given {
  readonly tolerance: number | null;
  readonly threshold: number | null;
  readonly moderate: number | null;
  readonly severe: number | null;
}

/** The thresholds of each benchmark. */
type ThresholdsOf = (benchmark: BenchmarkIdentity) => Thresholds;

/**
 * Chooses the thresholds of each benchmark by the options and the configuration.
 *
 * @throws {Failure} If the thresholds are not in order.
 */
export function chooseThresholds(
  { tolerance, threshold, moderate, severe }: Given,
  config: Config,
): ThresholdsOf {
  return resolveThresholds(config, {
    tolerance: tolerance ?? undefined,
    threshold: threshold ?? undefined,
    moderate: moderate ?? undefined,
    severe: severe ?? undefined,
  });
}

/**
 * Like {@linkcode chooseThresholds}, for a command that needs nothing else from the configuration.
 *
 * @throws {Failure} If the configuration cannot be read, or the thresholds are not in order.
 */
export async function readThresholds(
  options: Given & { readonly config: string | null },
  io: CommandIo,
): Promise<ThresholdsOf> {
  return chooseThresholds(options, await readConfig(options.config, io));
}

/**
 * Reads the configuration. A command does so once, because `--config <(…)` can be read only once.
 *
 * @param given Its file; null for the default one, which may be missing.
 * @throws {Failure} If it cannot be read.
 */
export async function readConfig(given: string | null, io: CommandIo): Promise<Config> {
  const { path, text } = await readConfigText(given, io);
  return text === null ? {} : parseConfig(text, path);
}

/**
 * Reads the text of the configuration; null if there is none.
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
