/** Modules that are generated when their first kernel is called. */
import { kernelBackend } from "../backend.ts";
import type { MemoryKind } from "./emitter.ts";
import { getMachine, type Machine } from "./machine.ts";

/** What a family's code is generated for. */
export interface Target {
  readonly memory: MemoryKind;
  /** Whether multiply and add may be rounded once. */
  readonly fused: boolean;
  /** Address of the family's own memory. */
  readonly scratch: number;
}

/** A family's functions and the memory they run on. */
export interface Family<Exports> {
  readonly run: Exports;
  readonly machine: Machine;
  /** Address of the family's own memory. */
  readonly scratch: number;
}

/**
 * Declares a family of kernels.
 *
 * @param scratchBytes How much memory of its own it needs.
 * @param write Writes its module.
 * @returns A function that gives the family for the backend in use, generated on the first call,
 * or `undefined` where plain TypeScript is in use or there is no memory for the family.
 */
export function declareFamily<Exports>(
  scratchBytes: number,
  write: (target: Target) => Uint8Array<ArrayBuffer>,
): () => Family<Exports> | undefined {
  const made: { [backend: string]: Family<Exports> | undefined } = {};
  return () => {
    const backend = kernelBackend();
    if (backend === "typescript") return undefined;
    return made[backend] ??= makeFamily(backend === "relaxed-simd", scratchBytes, write);
  };
}

function makeFamily<Exports>(
  fused: boolean,
  scratchBytes: number,
  write: (target: Target) => Uint8Array<ArrayBuffer>,
): Family<Exports> | undefined {
  const machine = getMachine()!;
  const scratch = scratchBytes === 0 ? 0 : machine.heap.takeLasting(scratchBytes)?.address;
  if (scratch === undefined) return undefined;
  const bytes = write({ memory: machine.kind, fused, scratch });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    kernels: { memory: machine.memory },
  });
  return { run: instance.exports as Exports, machine, scratch };
}
