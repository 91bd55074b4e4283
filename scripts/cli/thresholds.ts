/** How much slower is how bad, of the configuration and of what was given. @module */
import { CONFIG_FILE } from "../result/config_file.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import { type Config, parseConfig, resolveThresholds } from "../verdict/config.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { CommandIo } from "./io.ts";

/** What was given of these options. */
interface Given {
  readonly tolerance: number | null;
  readonly threshold: number | null;
  readonly moderate: number | null;
  readonly severe: number | null;
}

/** The limits for each benchmark. */
type ThresholdsOf = (benchmark: BenchmarkIdentity) => Thresholds;

/**
 * The limits for each benchmark, of a configuration and of what was given.
 *
 * @throws {Failure} If the limits are not in order.
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
 * As {@linkcode chooseThresholds}, for a command that needs nothing else of the configuration.
 *
 * @throws {Failure} If the configuration cannot be read, or the limits are not in order.
 */
export async function readThresholds(
  options: Given & { readonly config: string | null },
  io: CommandIo,
): Promise<ThresholdsOf> {
  return chooseThresholds(options, await readConfig(options.config, io));
}

/**
 * The configuration. A command reads it once, as `--config <(…)` can be read only once.
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
