/** The placement of two processes, each in its own checkout, on one core. @module */
import { join } from "../../deps/std/path/mod.ts";
import type { SideName } from "../../result/duet.ts";
import { HostError, HostProcess } from "../host_process.ts";
import { type Duet, type DuetOptions, otherSide, SideError } from "./duet.ts";

/**
 * Starts two processes, the one named first before the other. While one runs a slice the other is
 * blocked on its standard input.
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
  const ask = (side: SideName, action: "time" | "heap", ordinal: number, calls: number) =>
    attribute(side, () => hosts.get(side)!.request({ action, ordinal, calls }));
  return {
    async slice(side, { ordinal }, calls) {
      const [elapsed, processor] = await ask(side, "time", ordinal, calls);
      return { elapsedMs: elapsed!, processorMs: processor! };
    },
    async heap(side, { ordinal }, calls) {
      return (await ask(side, "heap", ordinal, calls))[0] ?? null;
    },
    close,
  };
}

function startSide(side: SideName, options: DuetOptions): Promise<HostProcess> {
  const { root, flags, command } = options[side];
  const pin = options.core === null ? [] : ["taskset", "-c", String(options.core)];
  return HostProcess.start({
    file: join(root, options.file),
    cwd: root,
    flags,
    command: [...pin, ...command],
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
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
