/**
 * The record of the evidence: the measurements and benchline's verdicts. The verdicts of the simple
 * rules follow from their measurements (rules.ts) and are not kept.
 *
 * @module
 */
import { compareEnvironments, type ComparisonEntry, type Environment, Failure } from "../../mod.ts";
import type { Kinds, Scenario } from "./scenarios.ts";

/** The version of this record. */
export const EVIDENCE_VERSION = "1.3";
/** Readable versions. Until 1.3, every trial had all kinds. */
const READABLE: readonly unknown[] = ["1.2", EVIDENCE_VERSION];

/** How a trial measures: benchline in either placement, or `deno bench` again and again. */
export const SOURCES = ["pair", "single", "runs"] as const;
/** How a trial measures: benchline in either placement, or `deno bench` again and again. */
export type Source = typeof SOURCES[number];

/** The fields of every trial. */
interface TrialFrame {
  readonly scenario: Scenario["name"];
  /** ISO 8601 in UTC. */
  readonly started_at: string;
  /** Wall time of everything that the source needs, start to end. */
  readonly seconds: number;
  /** Mean load of the machine in the minute before; null if it cannot be read. */
  readonly load: number | null;
  /** Cores that the trial could use, if not those of the environment. */
  readonly cores?: number | null;
  /** Kinds that were measured; null or missing for all. */
  readonly kinds?: Kinds;
}

/** benchline asked once about all benchmarks. */
export interface DuetTrial extends TrialFrame {
  readonly source: "pair" | "single";
  readonly verdicts: readonly DuetVerdict[];
  readonly warnings: readonly string[];
}

/** benchline's verdict on one benchmark. */
export type DuetVerdict =
  & Pick<
    ComparisonEntry,
    | "name"
    | "verdict"
    | "severity"
    | "baseline"
    | "current"
    | "change"
    | "interval"
    | "at_least"
    | "rounds_needed"
  >
  & {
    /** Why the verdict is what it is, if the figures do not say. */
    readonly reason: string | null;
    readonly rounds: number;
    /** Change of each round, to six digits; the last `confirming` ones confirm a slowdown. */
    readonly changes: readonly number[];
    readonly confirming: number;
  };

/** Processes of `deno bench` on the two versions in turn. */
export interface RunsTrial extends TrialFrame {
  readonly source: "runs";
  readonly benchmarks: readonly Runs[];
}

/** One benchmark's means, in nanoseconds a call, one a process. */
export interface Runs {
  readonly name: string;
  readonly baseline: readonly number[];
  readonly current: readonly number[];
}

/** One source asked once in one scenario. */
export type Trial = DuetTrial | RunsTrial;

/** A planted slowdown as measured in one process, with one function for both versions. */
export interface Construction {
  /** In percent. */
  readonly planted: number;
  /** Fractions, by benchmark. */
  readonly changes: Readonly<Record<string, number>>;
}

/** A failed trial. */
export interface FailedTrial {
  readonly scenario: Scenario["name"];
  readonly source: Source;
  readonly started_at: string;
  readonly kinds?: Kinds;
  readonly message: string;
}

/** Everything that was measured. */
export interface Evidence {
  readonly version: string;
  readonly started_at: string;
  readonly environment: Environment;
  readonly construction: readonly Construction[];
  readonly trials: readonly Trial[];
  readonly failed: readonly FailedTrial[];
}

/**
 * Joins several sessions of measuring. One may have run on some of the cores, with another beside
 * it; its trials then say so.
 *
 * @returns All trials in the order of time, with the environment of the most cores.
 * @throws {Failure} If they come from different machines or versions of Deno.
 */
export function joinEvidence(parts: readonly Evidence[]): Evidence {
  const coresOf = ({ environment }: Evidence) => environment.cpu_cores ?? 0;
  const first = parts.toSorted((a, b) => coresOf(b) - coresOf(a))[0]!;
  const { cpu_cores } = first.environment;
  for (const other of parts) {
    assertSameMachine(first, { ...other, environment: { ...other.environment, cpu_cores } });
  }
  const byTime = <Made extends { readonly started_at: string }>(a: Made, b: Made) =>
    a.started_at < b.started_at ? -1 : 1;
  const planted = new Map(
    parts.flatMap(({ construction }) => construction).map((one) => [one.planted, one]),
  );
  return {
    ...first,
    started_at: parts.map((part) => part.started_at).sort()[0]!,
    construction: [...planted.values()].sort((a, b) => a.planted - b.planted),
    trials: parts.flatMap((part) => {
      const cores = part.environment.cpu_cores;
      return cores === cpu_cores ? part.trials : part.trials.map((trial) => ({ ...trial, cores }));
    }).sort(byTime),
    failed: parts.flatMap(({ failed }) => failed).sort(byTime),
  };
}

/**
 * Rejects evidence of another machine, because rates of two machines must not be mixed.
 *
 * @throws {Failure} If the environments differ in something that matters.
 */
export function assertSameMachine(before: Evidence, now: Evidence): void {
  const [differing] = compareEnvironments(before.environment, now.environment).differing;
  if (differing === undefined) return;
  const { field, baseline, current } = differing;
  throw new Failure(
    `Cannot add to results of another machine: ${field} was ${baseline}, is ${current}`,
  );
}

/**
 * Parses evidence from a file.
 *
 * @throws {Failure} If it is something else.
 */
export function parseEvidence(text: string, source: string): Evidence {
  const complain = (what: string) => new Failure(`Cannot read the evidence in ${source}: ${what}`);
  let value: Partial<Evidence> | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw complain("it is not JSON");
  }
  if (!READABLE.includes(value?.version)) {
    throw complain(
      `version ${READABLE.join(" or ")} is needed, found ${JSON.stringify(value?.version)}`,
    );
  }
  const { environment, construction, trials, failed } = value!;
  if (!environment || ![construction, trials, failed].every(Array.isArray)) {
    throw complain("a part is missing");
  }
  return { ...value, version: EVIDENCE_VERSION } as Evidence;
}
