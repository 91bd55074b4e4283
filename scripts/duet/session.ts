/** Two versions, their benchmarks and their placement. @module */
import type { Doubt } from "../result/doubt.ts";
import { Failure } from "../result/failure.ts";
import { identityKey } from "../result/identity.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import type { Affected } from "../verdict/comparison.ts";
import { chooseFiles } from "./choose_files.ts";
import { readAllowedCores } from "./cores.ts";
import { listSides } from "./list_sides.ts";
import type { FullOptions } from "./options.ts";
import { choosePlacement, type Placement } from "./placement.ts";
import { callAlone } from "./pair.ts";
import type { Compared, RoundOptions } from "./rounds.ts";
import { isOneVersion, openSides, type Sides } from "./sides.ts";

/** Everything that measuring needs, until it is closed. */
export interface Session {
  readonly sides: Sides;
  readonly placement: Placement;
  /** The cores that benchmarks are pinned to in turn; null if nothing can be pinned. */
  readonly cores: readonly number[] | null;
  /** Every benchmark of either version. */
  readonly benchmarks: readonly Benchmark[];
  /** The bench files that were chosen by the change; null for all. */
  readonly affected: Affected | null;
  readonly doubts: readonly Doubt[];
  /** Versions of Deno and V8 that run the current version; null if no file was loaded. */
  readonly versions: { readonly deno: string; readonly v8: string } | null;
  readonly rounds: RoundOptions;
  /** Removes the checkouts. */
  close(): Promise<void>;
}

/**
 * Checks the versions out, lists their benchmarks and chooses a placement.
 *
 * @param signal Ends all of it.
 * @throws {Failure} If a version cannot be prepared, or neither has a benchmark.
 */
export async function openSession(options: FullOptions, signal: AbortSignal): Promise<Session> {
  const { onEvent, benchTimeoutSeconds } = options;
  const benchTimeoutMs = benchTimeoutSeconds * 1000;
  const sides = await openSides(options);
  try {
    signal.throwIfAborted();
    if (options.affected !== null) {
      onEvent({ kind: "step", text: "looking for what the change may affect" });
    }
    const affected = options.affected === null
      ? null
      : await chooseFiles(sides, { ...options, signal });
    onEvent({ kind: "step", text: "looking for benchmarks" });
    const listed = await listSides(sides, {
      ...options,
      files: sides.files,
      affected,
      benchTimeoutMs,
      signal,
    });
    if (listed.emptyBecause !== null) throw new Failure(`Nothing to run: ${listed.emptyBecause}`);
    onEvent({ kind: "listed", benchmarks: listed.benchmarks });
    const cores = await readAllowedCores();
    const placement = await choosePlacement(
      options.placement,
      sides,
      cores,
      listed.benchmarks,
      signal,
    );
    return {
      sides,
      placement,
      cores,
      benchmarks: listed.benchmarks,
      affected,
      doubts: [...sides.doubts, ...listed.doubts, ...placement.doubts],
      versions: listed.versions,
      rounds: {
        sides,
        openDuet: placement.openDuet,
        shared: placement.name === "single",
        compared: comparedOf(sides, options),
        called: options.called,
        tryAlone: (side, place) =>
          callAlone(sides[side], place, { timeoutMs: benchTimeoutMs, signal }),
        cores,
        benchTimeoutMs,
        signal,
        onRound: tellRounds(listed.benchmarks, false, options),
        onFinished: keepRounds("round", options),
      },
      async close() {
        try {
          await placement.remove();
        } finally {
          await sides.close();
        }
      },
    };
  } catch (error) {
    await sides.close();
    throw error;
  }
}

function comparedOf(sides: Sides, { pairing }: FullOptions): Compared {
  if (pairing === "groups") return "groups";
  return isOneVersion(sides) ? "itself" : "versions";
}

/** Reports each round, and how many benchmarks are open. */
export function tellRounds(
  benchmarks: readonly Benchmark[],
  confirming: boolean,
  { onEvent }: Pick<FullOptions, "onEvent">,
): NonNullable<RoundOptions["onRound"]> {
  const total = benchmarks.filter(({ open }) => open).length;
  return (benchmark, round) => {
    const open = benchmarks.filter((one) => one.open).length;
    onEvent({ kind: "round", benchmark, round, confirming, open, total });
  };
}

/** Writes finished rounds to the journal. */
export function keepRounds(
  kind: "round" | "confirmation",
  { journal }: Pick<FullOptions, "journal">,
): NonNullable<RoundOptions["onFinished"]> {
  return ({ identity, failure, spentMs }, round) => {
    const benchmark = identityKey(identity);
    if (round !== null) journal?.append({ kind, benchmark, round, spentMs });
    else journal?.append({ kind: "failure", benchmark, failure: failure! });
  };
}
