/**
 * Threads that share the work of large products.
 *
 * The calling thread writes a table of tasks into shared memory and wakes the others; each, the
 * calling thread included, takes tasks until none are left. A task is a few calls of `multiply`,
 * the same that a single thread would make, so that the result is the same to the last bit.
 */
import type { Product } from "../matrix.ts";
import type { Family } from "./family.ts";
import type { MatmulExports, MultiplyArguments } from "./matmul.ts";
import { planTasks, type Task } from "./products.ts";
import { TILE_ROWS } from "./tile.ts";

/** Places of the words that threads talk through. */
const places = {
  /** Counts the tables; threads sleep on it. */
  generation: 0,
  /** Tasks that nobody has taken. Below 0 when threads have looked in vain. */
  remaining: 1,
  /** Tasks that are done; the calling thread sleeps on it where it may. */
  completed: 2,
  /** Tasks of the table. */
  tasks: 3,
  /** Address of the table. */
  table: 4,
  /** Calls of each task. */
  calls: 5,
  /** Size of the numbers, 4 or 8. */
  size: 6,
  /** 1 when the threads are to end. */
  stop: 7,
};
/** Number of those words. */
export const CONTROL_WORDS = 8;
/** Arguments of a call. */
const ARGUMENTS = 12;
/** Products below take longer with threads than without: these are multiplications. */
const SMALLEST = 256 ** 3;
/** Bytes of a task's row at most: its right panels stay in the second-level cache. */
const TASK_BYTES = 1024;
/** Rows of a task at least, to pay for packing the right panels. */
const TASK_ROWS = 96;
/** Tasks for each thread: several, so that a thread that is held up leaves work to the others. */
const TASKS_PER_THREAD = 4;

/** What a thread is started with. */
export interface ThreadData {
  readonly memory: WebAssembly.Memory;
  /** Address of the control words. */
  readonly control: number;
  readonly places: typeof places;
  /** Modules for 32-bit and 64-bit floats that use the thread's own scratch memory. */
  readonly modules: readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
}

/**
 * What a thread runs: it sleeps, takes tasks, sleeps again.
 *
 * The thread gets the source text of this function, so it must not refer to anything outside.
 */
export function serve(
  { memory, control, places, modules }: ThreadData,
  takeTasks: TakeTasks,
  ready: () => void,
): void {
  const [multiply32, multiply64] = modules.map((bytes) => {
    const module = new WebAssembly.Module(bytes);
    return new WebAssembly.Instance(module, { kernels: { memory } }).exports.multiply;
  }) as [MatmulExports["multiply"], MatmulExports["multiply"]];
  const words = new Int32Array(memory.buffer, control);
  let seen = Atomics.load(words, places.generation);
  ready();
  while (Atomics.load(words, places.stop) === 0) {
    Atomics.wait(words, places.generation, seen);
    seen = Atomics.load(words, places.generation);
    takeTasks(words, places, (size) => size === 4 ? multiply32 : multiply64);
  }
}

type TakeTasks = (
  words: Int32Array,
  at: typeof places,
  multiplyOf: (size: number) => MatmulExports["multiply"],
) => void;

/**
 * Takes and does tasks until none are left.
 *
 * A task that was taken keeps the table as it is until it is done, so the table is only read after
 * taking one. The source text of this function too is sent to the threads.
 */
export const takeTasks: TakeTasks = (words, at, multiplyOf) => {
  for (;;) {
    const task = Atomics.sub(words, at.remaining, 1) - 1;
    if (task < 0) return;
    const multiply = multiplyOf(words[at.size]!);
    const calls = words[at.calls]!;
    for (let call = 0; call < calls; call++) {
      const start = words[at.table]! + 48 * (task * calls + call);
      const args = new Int32Array(words.buffer, start, 12);
      multiply(...args as unknown as Parameters<typeof multiply>);
    }
    const completed = Atomics.add(words, at.completed, 1) + 1;
    if (completed === words[at.tasks]) Atomics.notify(words, at.completed);
  }
};

/** The calling thread's side. */
export class Pool {
  readonly #words: Int32Array;
  readonly #threads: number;
  readonly #maySleep: boolean;

  /**
   * @param words The control words, in shared memory.
   * @param threads Threads that compute, the calling one included.
   */
  constructor(words: Int32Array, threads: number) {
    this.#words = words;
    this.#threads = threads;
    this.#maySleep = maySleep(words);
  }

  /** Whether the threads gain anything for a product of so many multiplications. */
  takes(multiplications: number): boolean {
    return multiplications >= SMALLEST;
  }

  /** Computes a product together with the threads. Returns whether there was memory to do so. */
  multiply(family: Family<MatmulExports>, product: Product): boolean {
    const size = product.out.array.BYTES_PER_ELEMENT;
    const columns = TASK_BYTES / size;
    const rowParts = TASKS_PER_THREAD * this.#threads / Math.ceil(product.n / columns);
    const wholeTiles = Math.ceil(product.m / rowParts / TILE_ROWS) * TILE_ROWS;
    const tasks = planTasks(product, Math.max(TASK_ROWS, wholeTiles), columns);
    const { heap, buffer } = family.machine;
    const calls = tasks[0]!.length;
    const table = heap.take(tasks.length * calls * ARGUMENTS * 4);
    if (!table) return false;
    const numbers = new Int32Array(buffer, table.address, tasks.length * calls * ARGUMENTS);
    numbers.set(tasks.flatMap((task: Task) => task.flatMap((call: MultiplyArguments) => call)));
    const words = this.#words;
    words[places.table] = table.address;
    words[places.calls] = calls;
    words[places.size] = size;
    words[places.tasks] = tasks.length;
    Atomics.store(words, places.completed, 0);
    // From here on threads may take tasks.
    Atomics.store(words, places.remaining, tasks.length);
    this.#wake();
    takeTasks(words, places, () => family.run.multiply);
    for (;;) {
      const completed = Atomics.load(words, places.completed);
      if (completed === tasks.length) break;
      if (this.#maySleep) Atomics.wait(words, places.completed, completed);
    }
    heap.give(table);
    return true;
  }

  /** Lets the threads end. */
  stop(): void {
    Atomics.store(this.#words, places.stop, 1);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#words, places.generation, 1);
    Atomics.notify(this.#words, places.generation);
  }
}

/** Whether this thread may wait for the others asleep. The one that shows a page may not. */
function maySleep(words: Int32Array): boolean {
  try {
    // Nothing has to be waited for: the word has another value.
    Atomics.wait(words, places.stop, 1);
    return true;
  } catch {
    return false;
  }
}

/** Data to start a thread with. */
export function threadData(
  memory: WebAssembly.Memory,
  words: Int32Array,
  modules: ThreadData["modules"],
): ThreadData {
  return { memory, control: words.byteOffset, places, modules };
}
