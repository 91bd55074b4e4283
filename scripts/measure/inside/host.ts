/**
 * Loaded by `deno run` before a bench file: keeps the file's benchmarks at hand and runs calls of
 * them when the parent asks, one request a line on standard input. Between two requests it is
 * blocked and takes no processor time. A host that only lists ends once the file is loaded.
 *
 * @module
 */
import process from "node:process";
import { collect, endLoading } from "./collect.ts";
import { describeError } from "./describe_error.ts";
import { countDraws } from "./draws.ts";
import { nextTurn, whenLoaded } from "./loading.ts";
import { allocatedPerCall, sample } from "./sample.ts";
import { makeFloorTimer, makeTimer, type Timer } from "./timer.ts";
import { listen, now, realExit, settings, tell } from "./wire.ts";

/** What the parent can ask for; `calls` of the benchmark with that order of registration. */
export interface HostRequest {
  /**
   * `time`: one slice; replies milliseconds of what is timed, milliseconds of processor time of all
   * threads, and milliseconds by the clock; the latter two of the whole slice.
   * `floor`: the same of a function that does nothing.
   * `sample`: single samples; replies median, standard deviation and heap bytes a call.
   * `heap`: replies heap bytes a call, null where V8 does not tell.
   */
  action: "time" | "floor" | "sample" | "heap";
  ordinal: number;
  calls: number;
  /**
   * Whether the time from b.start() to b.end() counts, rather than the whole call. Two sides that
   * are compared are to be asked alike.
   */
  marks: boolean;
}

interface Hosted {
  readonly time: Timer;
  readonly floor: Timer;
  readonly n: number | null;
}

const { cpuUsage } = process;
const listenFor = addEventListener;
const hosted: Hosted[] = [];

const stopCounting = settings.mode === "list" ? countDraws() : () => 0;
collect(({ n }, definition) => {
  const { fn } = definition;
  hosted[hosted.length] = { time: makeTimer(definition), floor: makeFloorTimer(fn), n };
});
let draws = 0;
whenLoaded(() => void (draws = stopCounting())).then(() => {
  endLoading(draws);
  if (settings.mode === "list") realExit(0);
  return serve();
});

async function serve(): Promise<void> {
  listenFor("beforeunload", () => {
    const message = "it waits for what never comes: nothing is left that could settle its promise";
    tell({ kind: "error", message });
  });
  Deno.exit = (code) => {
    throw new Error(`the benchmark called Deno.exit(${code ?? ""})`);
  };
  for (;;) {
    const request = listen<HostRequest>();
    if (request === null) realExit(0);
    try {
      const values = await obey(request);
      // A promise that a call has dropped may have been rejected, which ends the process only now.
      await nextTurn();
      tell({ kind: "reply", values });
    } catch (error) {
      tell({ kind: "refusal", message: describeError(error) });
    }
  }
}

async function obey({ action, ordinal, calls, marks }: HostRequest): Promise<(number | null)[]> {
  const benchmark = hosted[ordinal];
  if (benchmark === undefined) throw new RangeError(`there is no benchmark number ${ordinal}`);
  const { time, floor, n } = benchmark;
  if (action === "sample") return await sample(time, n);
  if (action === "heap") return [await allocatedPerCall(time, calls, 1)];
  const before = cpuUsage();
  const began = now();
  const elapsed = await (action === "floor" ? floor : time)(calls, marks);
  const wall = now() - began;
  const after = cpuUsage();
  return [elapsed, (after.user + after.system - before.user - before.system) / 1000, wall];
}
