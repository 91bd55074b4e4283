import { kernelBackend } from "./backend.ts";
import type { Block } from "./wasm/heap.ts";
import { float32Lanes, float64Lanes } from "./wasm/lanes.ts";
import { getMachine, type Machine } from "./wasm/machine.ts";
import { MATMUL_SCRATCH, writeMatmul } from "./wasm/matmul.ts";
import { CONTROL_WORDS, Pool, threadData } from "./wasm/pool.ts";
import { usePool } from "./wasm/products.ts";
import { type Thread, threadStarter } from "./wasm/workers.ts";

/** Threads that help with large matrix products. */
export interface KernelThreads extends Disposable {
  /** How many threads compute, including the calling one; 1 if no others could be started. */
  readonly count: number;
  /** Ends the other threads. Later calls of kernels use one thread. Stopping twice does nothing. */
  stop(): void;
}

let running = false;

/**
 * Starts threads that help with matrix products from about 256 × 256 × 256 on, in
 * {@linkcode matmul} and in all kernels that use it. Products of at most ten rows, or of few
 * columns, stay on one thread. The result has the same bits as with one thread.
 *
 * The threads are Workers on the kernels' shared memory. They need no permission, sleep while there
 * is nothing to do, and do not keep the process alive. Without Workers, shared memory or
 * WebAssembly, or if memory is short, there is only the calling thread. A page has shared memory if
 * it is cross-origin isolated, and its policy must allow `blob:` Workers. If another backend is
 * chosen later, it computes with one thread.
 *
 * @param count How many threads, including the calling one: 2 starts one Worker.
 * @returns The threads, once they are ready.
 * @throws {RangeError} If `count` is not a whole number from 1 to 64.
 * @throws {Error} If threads are running already.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { allocateFloat32, matmul, startKernelThreads } from "@benchline/benchline/kernels";
 *
 * using threads = await startKernelThreads(2);
 * const a = allocateFloat32(300 * 300).fill(1), out = allocateFloat32(300 * 300);
 * matmul(a, a, out, { m: 300, k: 300, n: 300 });
 * assertEquals(out[0], 300);
 * assertEquals(threads.count, 2);
 * ```
 */
export async function startKernelThreads(count: number): Promise<KernelThreads> {
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new RangeError(
      `Cannot start kernel threads: count must be a whole number from 1 to 64, ` +
        `current value is ${count}`,
    );
  }
  if (running) throw new Error("Cannot start kernel threads: they are running already");
  running = true;
  const machine = getMachine();
  const start = threadStarter();
  const useful = machine?.kind.shared && start && kernelBackend() !== "typescript";
  const control = useful && count > 1 ? machine.heap.takeLasting(4 * CONTROL_WORDS) : undefined;
  if (!useful || !control) return handle([], () => {});

  // Never given back: a thread that is about to end may still look at its words.
  const words = new Int32Array(machine.buffer, control.address, CONTROL_WORDS).fill(0);
  const pool = new Pool(words, count);
  const threads: Thread[] = [];
  const scratches: Block[] = [];
  const end = () => {
    usePool(undefined);
    pool.stop();
    for (const thread of threads) thread.end();
    // Scratch memory is only written to within a task, and none is under way.
    for (const scratch of scratches) machine.heap.give(scratch);
  };
  try {
    while (threads.length < count - 1) {
      const scratch = machine.heap.takeLasting(MATMUL_SCRATCH);
      if (!scratch) break;
      scratches.push(scratch);
      const modules = writeModules(machine, scratch.address);
      threads.push(start(threadData(machine.memory, words, modules)));
    }
    const ready = await Promise.all(threads.map((thread) => thread.ready));
    if (ready.includes(false)) {
      end();
      return handle([], () => {});
    }
  } catch (error) {
    end();
    running = false;
    throw error;
  }
  if (threads.length > 0) usePool(pool, kernelBackend());
  return handle(threads, end);
}

function handle(threads: readonly Thread[], end: () => void): KernelThreads {
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    running = false;
    end();
  };
  return { count: threads.length + 1, stop, [Symbol.dispose]: stop };
}

/** Writes a module for each size of number, with scratch memory of the thread's own. */
function writeModules(
  { kind: memory }: Machine,
  scratch: number,
): [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
  const target = { memory, fused: kernelBackend() === "relaxed-simd", scratch };
  return [writeMatmul(float32Lanes, target), writeMatmul(float64Lanes, target)];
}
