/** Comparisons that `compare` measures itself: two versions in turn, or the benchmarks of each group. @module */
import type { CommandIo } from "../../cli/io.ts";
import { note, warn } from "../../cli/messages.ts";
import { chooseBenchmarks } from "../../cli/project_benchmarks.ts";
import { ProgressLine } from "../../cli/progress.ts";
import { compareVersions } from "../../duet/compare_versions.ts";
import {
  type AffectedOptions,
  type BenchFrom,
  type CompareVersionsOptions,
  DEFAULT_BUDGET_SECONDS,
} from "../../duet/options.ts";
import type { PlacementName } from "../../duet/placement.ts";
import { describeDoubt } from "../../report/describe.ts";
import { Failure } from "../../result/failure.ts";
import { parseShard } from "../../result/shard.ts";
import type { Comparison } from "../../verdict/comparison.ts";
import { type Config, resolveSuiteThreshold } from "../../verdict/config.ts";
import { describeEvent } from "../describe_event.ts";
import type { KeptProfiles } from "./keep_profiles.ts";

/** The parsed command line. */
interface Given {
  readonly options: {
    readonly against: string | null;
    readonly "against-deno": string | null;
    readonly "against-flags": string | null;
    readonly groups: boolean;
    readonly "bench-from": BenchFrom | null;
    readonly setup: string | null;
    readonly placement: PlacementName | null;
    readonly filter: string | null;
    readonly shard: string | null;
    readonly budget: number | null;
    readonly timeout: number | null;
    readonly "bench-timeout": number | null;
    readonly "suite-threshold": number | null;
    readonly explain: boolean;
    readonly "no-explain": boolean;
    readonly quiet: boolean;
    readonly verbose: boolean;
    /** Options for two results, which are refused. */
    readonly baseline: string | null;
    readonly current: string | null;
    readonly from: string | null;
    readonly history: string | null;
    readonly metric: readonly string[] | null;
  };
  /** Bench files. */
  readonly positionals: readonly string[];
  /** Flags for Deno. */
  readonly rest: readonly string[];
}

/** Values that are read from the options before anything is measured. */
interface Prepared {
  readonly config: Config;
  readonly affected: AffectedOptions | null;
  readonly thresholdsOf: NonNullable<CompareVersionsOptions["thresholdsOf"]>;
  readonly journal: NonNullable<CompareVersionsOptions["journal"]>;
  /** Receives the profiles of explained benchmarks. */
  readonly profiles: KeptProfiles;
}

/** @throws {Failure} If an option would have no effect. */
function refuseUnused(options: Given["options"]): void {
  const ofResults = (["baseline", "current", "from", "history", "metric"] as const)
    .find((name) => options[name] !== null);
  if (ofResults !== undefined) {
    const measuring = options.groups
      ? "groups"
      : (["against", "against-deno"] as const).find((name) => options[name] !== null) ??
        "against-flags";
    throw new Failure(
      `--${ofResults} cannot be combined with --${measuring}, which measures instead of comparing results`,
    );
  }
  const ofVersions = ([
    "against",
    "against-deno",
    "against-flags",
    "bench-from",
    "setup",
    "suite-threshold",
  ] as const)
    .find((name) => options[name] !== null);
  if (options.groups && ofVersions !== undefined) {
    throw new Failure(
      `--${ofVersions} cannot be combined with --groups, which measures one version`,
    );
  }
  const ofCheckout = (["bench-from", "setup"] as const).find((name) => options[name] !== null);
  if (options.against === null && ofCheckout !== undefined) {
    throw new Failure(
      `Cannot use --${ofCheckout} without --against: no other version is checked out`,
    );
  }
}

/**
 * Measures both sides in turn and judges them.
 *
 * @throws {Failure} If options do not go together, a version cannot be prepared, or there is nothing
 * to measure.
 */
export async function compareInTurn(
  { options, positionals, rest }: Given,
  { config, affected, thresholdsOf, journal, profiles }: Prepared,
  io: CommandIo,
  interrupt: AbortSignal,
): Promise<Comparison> {
  refuseUnused(options);
  if (options.groups && resolveSuiteThreshold(config, null) !== null) {
    note(io, 'The configuration sets "suite", which has no effect: --groups judges no suite');
  }
  if (options.explain && options["no-explain"]) {
    throw new Failure("--explain and --no-explain cannot be combined");
  }
  const chosen = chooseBenchmarks({ options, positionals, rest }, config);
  const progress = new ProgressLine(io, options);
  try {
    const { comparison } = await compareVersions({
      pairing: options.groups ? "groups" : "versions",
      baseline: {
        ref: options.against,
        deno: options["against-deno"],
        v8Flags: options["against-flags"]?.split(/[\s,]+/).filter((flag) => flag !== "") ?? [],
      },
      placement: options.placement,
      benchFrom: options["bench-from"] ?? "missing",
      affected,
      explained: options.explain ? "all" : options["no-explain"] ? "none" : "changed",
      setup: options.setup ?? config.setup ?? null,
      files: chosen.files,
      filter: chosen.filter,
      shard: options.shard === null ? null : parseShard(options.shard),
      budgetSeconds: options.budget ?? DEFAULT_BUDGET_SECONDS,
      timeoutMinutes: options.timeout ?? 15,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: chosen.flags,
      thresholdsOf,
      suiteThreshold: resolveSuiteThreshold(config, options["suite-threshold"]),
      signal: interrupt,
      journal,
      onEvent(event) {
        if (event.kind === "profiles") profiles.add(event);
        if (event.kind === "doubt") {
          progress.clear();
          warn(io, describeDoubt(event.doubt));
          return;
        }
        const text = describeEvent(event);
        if (text !== null) progress.show(text);
      },
    });
    return comparison;
  } finally {
    progress.clear();
  }
}
