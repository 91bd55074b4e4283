/** The placement of two processes, each in its own checkout, on one core. @module */
import { join } from "../deps/std/path/mod.ts";
import type { SideName } from "../result/duet.ts";
import { HostProcess } from "../measure/host_process.ts";
import { attribute, type Duet, duetOf, type DuetOptions, otherSide } from "./duet.ts";

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
  return duetOf((side, request) => hosts.get(side)!.request(request), close);
}

function startSide(side: SideName, options: DuetOptions): Promise<HostProcess> {
  const { root, flags, command } = options[side];
  const pin = options.core === null ? [] : ["taskset", "-c", String(options.core)];
  return HostProcess.start({
    file: join(root, options.files[side]),
    cwd: root,
    flags,
    command: [...pin, ...command],
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
}
