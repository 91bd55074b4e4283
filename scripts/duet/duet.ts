/** Both versions of the benchmarks of one file, ready to run slices in turn. @module */
import type { SideName } from "../result/duet.ts";
import { HostError } from "../measure/host_process.ts";
import type { HostRequest } from "../measure/inside/host.ts";
import type { BenchmarkPlace } from "../verdict/benchmark.ts";

/** Both sides, in the order in which reports name them. */
export const SIDES: readonly SideName[] = ["baseline", "current"];

/** One burst of calls. */
export interface Slice {
  /** Time of the calls, without the parts that the benchmark leaves out. */
  readonly elapsedMs: number;
  /** Processor time of all threads of the process, including the parts left out. */
  readonly processorMs: number;
  /** Time by the clock, including the parts left out. */
  readonly wallMs: number;
  /** How often the core was taken from the process; null if its processor time is not exact. */
  readonly taken: number | null;
}

/** Both sides as the scheduler sees them, wherever they run. */
export interface Duet {
  /**
   * Runs calls of a benchmark on one side while the other side is idle.
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
  /** Runs calls of an empty function, in the same process and loop. */
  floor(
    side: SideName,
    benchmark: BenchmarkPlace,
    calls: number,
    marks: boolean,
  ): Promise<Slice>;
  /** Returns the heap bytes that a call allocates; null if V8 does not report them. */
  heap(side: SideName, benchmark: BenchmarkPlace, calls: number): Promise<number | null>;
  /** Ends both sides. */
  close(): Promise<void>;
}

/** How to start one side. */
export interface SideOptions {
  /** The checkout, with its own configuration, lock file and node_modules. */
  readonly root: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** The flags among them that the user gave. */
  readonly givenFlags: readonly string[];
  /** The command that starts Deno, such as `["deno"]`. */
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
  /** The core to pin both sides to; null to leave it to the operating system. */
  readonly core: number | null;
  /** The seed of the random numbers of both sides, so that both draw the same; 1 or greater. */
  readonly seed: number;
  /** Longest time for loading the file, and for one slice. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Returns the flag that seeds `Math.random()`. Flags of the user come after it. */
export function seedFlag({ seed }: Pick<DuetOptions, "seed">): string {
  return `--v8-flags=--random-seed=${seed}`;
}

/** Opens a duet in some placement. */
export type OpenDuet = (options: DuetOptions) => Promise<Duet>;

/** One side could not load its file or run a benchmark. */
export class SideError extends Error {
  override name = "SideError";
  readonly side: SideName;
  /** Whether the duet can no longer be used. */
  readonly ended: boolean;

  constructor(side: SideName, message: string, ended: boolean) {
    super(message);
    this.side = side;
    this.ended = ended;
  }
}

/** Runs something and attributes errors of a host to a side. */
export async function attribute<T>(side: SideName, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new SideError(side, error.message, error.ended);
  }
}

/** Makes a duet of a function that answers the requests of both sides. */
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

/** Returns the other side. */
export function otherSide(side: SideName): SideName {
  return side === "baseline" ? "current" : "baseline";
}
