/** Two versions of the benchmarks of one file, ready to take slices in turn. @module */
import type { SideName } from "../result/duet.ts";
import { HostError } from "../measure/host_process.ts";
import type { HostRequest } from "../measure/inside/host.ts";
import type { BenchmarkPlace } from "../verdict/benchmark.ts";

/** Both, in the order in which reports name them. */
export const SIDES: readonly SideName[] = ["baseline", "current"];

/** One burst of calls. */
export interface Slice {
  /** Time of the calls, without what the benchmark itself leaves out. */
  readonly elapsedMs: number;
  /** Processor time of all threads of the process, what is left out included. */
  readonly processorMs: number;
  /** Time by the clock, what is left out included. */
  readonly wallMs: number;
  /** How often the core was taken from the process; null where its processor time is not exact. */
  readonly taken: number | null;
}

/** Where the two sides live, seen from the scheduler: it does not matter to it. */
export interface Duet {
  /**
   * Runs calls of a benchmark on one side while the other side stands still.
   *
   * @param marks Whether only the time from b.start() to b.end() counts.
   * @throws {SideError} If that side cannot.
   */
  slice(
    side: SideName,
    benchmark: BenchmarkPlace,
    calls: number,
    marks: boolean,
  ): Promise<Slice>;
  /** Runs calls of a function that does nothing, in the same process and loop. */
  floor(
    side: SideName,
    benchmark: BenchmarkPlace,
    calls: number,
    marks: boolean,
  ): Promise<Slice>;
  /** Heap bytes that a call allocates; null where V8 does not tell. */
  heap(side: SideName, benchmark: BenchmarkPlace, calls: number): Promise<number | null>;
  /** Ends both sides. */
  close(): Promise<void>;
}

/** What one side needs to be started. */
export interface SideOptions {
  /** The checkout, with its own configuration, lock file and node_modules. */
  readonly root: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** Those of them that the user gave. */
  readonly givenFlags: readonly string[];
  /** What starts Deno, such as `["deno"]`. */
  readonly command: readonly string[];
}

/** How to open a duet. */
export interface DuetOptions {
  readonly baseline: SideOptions;
  readonly current: SideOptions;
  /** Path of the bench file within each checkout. */
  readonly files: Readonly<Record<SideName, string>>;
  /** The side that starts, loads and allocates first. */
  readonly first: SideName;
  /** The core to keep both sides on; null to leave it to the operating system. */
  readonly core: number | null;
  /** What the random numbers of both sides follow from, so that they draw the same; 1 or greater. */
  readonly seed: number;
  /** Longest time for loading the file, and for one slice. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The flag that seeds `Math.random()`; flags that the user gives come after it. */
export function seedFlag({ seed }: Pick<DuetOptions, "seed">): string {
  return `--v8-flags=--random-seed=${seed}`;
}

/** Opens a duet in some placement. */
export type OpenDuet = (options: DuetOptions) => Promise<Duet>;

/** One side could not load its file or run a benchmark. */
export class SideError extends Error {
  override name = "SideError";
  readonly side: SideName;
  /** Whether the duet is of no more use. */
  readonly ended: boolean;

  constructor(side: SideName, message: string, ended: boolean) {
    super(message);
    this.side = side;
    this.ended = ended;
  }
}

/** Says which side an error of a host belongs to. */
export async function attribute<T>(side: SideName, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new SideError(side, error.message, error.ended);
  }
}

/** A duet over whatever answers the requests of a side. */
export function duetOf(
  request: (side: SideName, request: HostRequest) => Promise<(number | null)[]>,
  close: () => Promise<void>,
): Duet {
  const slice = async (side: SideName, what: HostRequest): Promise<Slice> => {
    const [elapsed, processor, wall, taken] = await attribute(side, () => request(side, what));
    return { elapsedMs: elapsed!, processorMs: processor!, wallMs: wall!, taken: taken ?? null };
  };
  return {
    slice(side, { ordinal }, calls, marks) {
      return slice(side, { action: "time", ordinal, calls, marks });
    },
    floor(side, { ordinal }, calls, marks) {
      return slice(side, { action: "floor", ordinal, calls, marks });
    },
    async heap(side, { ordinal }, calls) {
      const ask = () => request(side, { action: "heap", ordinal, calls, marks: false });
      return (await attribute(side, ask))[0] ?? null;
    },
    close,
  };
}

/** The other side. */
export function otherSide(side: SideName): SideName {
  return side === "baseline" ? "current" : "baseline";
}
