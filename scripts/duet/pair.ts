/** The placement in two processes, each in its own checkout, on one core. @module */
import { join } from "../deps/std/path/mod.ts";
import type { SideName } from "../result/duet.ts";
import { HostError, HostProcess } from "../measure/host_process.ts";
import type { BenchmarkPlace } from "../verdict/benchmark.ts";
import { pinTo } from "./cores.ts";
import {
  attribute,
  type Duet,
  duetOf,
  type DuetOptions,
  otherSide,
  seedFlag,
  type SideOptions,
} from "./duet.ts";

/**
 * Starts two processes, beginning with the side that is named first. While one runs a slice, the
 * other waits for its standard input.
 *
 * @throws {SideError} If a side cannot load its file.
 */
export async function openPair(options: DuetOptions): Promise<Duet> {
  const hosts = new Map<SideName, HostProcess>();
  const close = async () => {
    await Promise.all([...hosts.values()].map((host) => host.close()));
  };
  try {
    for (const side of [options.first, otherSide(options.first)]) {
      hosts.set(side, await attribute(side, () => startSide(side, options)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return duetOf((side, request) => hosts.get(side)!.request(request), close);
}

function startSide(side: SideName, options: DuetOptions): Promise<HostProcess> {
  const { root, flags, command } = options[side];
  return HostProcess.start({
    file: join(root, options.files[side]),
    cwd: root,
    flags: [seedFlag(options), ...flags],
    command: pinTo(command, options.core),
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
}

/** `deno bench` calls every benchmark for this long, however rarely it is meant to be called. */
const TRIAL_MS = 10;
/** Fewer calls than these are enough only if they take this long. */
const FEWEST_CALLS = 10;
const LONG_MS = 1000;

/**
 * Calls a benchmark on one side, in a separate process. The calls take 10 ms, and there are ten of
 * them unless they take long: some benchmarks fail only at a later call, or because of something
 * that a call has left behind.
 *
 * @returns Why it cannot run; null if it can.
 */
export async function callAlone(
  { root, flags, command }: SideOptions,
  { file, ordinal, n }: BenchmarkPlace,
  { timeoutMs, signal }: Pick<DuetOptions, "timeoutMs" | "signal">,
): Promise<string | null> {
  let host: HostProcess | null = null;
  try {
    host = await HostProcess.start({
      file: join(root, file),
      cwd: root,
      flags,
      command,
      timeoutMs,
      signal,
    });
    const began = performance.now();
    const request = { ordinal, calls: 1, marks: true };
    const fewest = Math.min(FEWEST_CALLS, n === null ? Infinity : n + 1);
    for (let made = 0, spentMs = 0; spentMs < (made < fewest ? LONG_MS : TRIAL_MS); made++) {
      await host.request({ action: "time", ...request });
      spentMs = performance.now() - began;
    }
    await host.request({ action: "settle", ...request });
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return error.message;
  } finally {
    await host?.close();
  }
}
