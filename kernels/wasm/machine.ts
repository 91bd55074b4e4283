/** The one memory that all modules run on, made when first needed. */
import type { MemoryKind } from "./emitter.ts";
import { Heap } from "./heap.ts";

/** Memory with its free and used parts. */
export interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly kind: MemoryKind;
  readonly buffer: ArrayBufferLike;
  /** All of it as numbers: the one at address a is the a / 4th. */
  readonly floats: Float32Array;
  readonly words: Int32Array;
  readonly heap: Heap;
}

const PAGE = 65536;
/** Below 2³¹ bytes, so that a bounds check compares with a constant that fits the instruction. */
const MOST_PAGES = 2 ** 15 - 1;
const FEWEST_PAGES = 2 ** 9;

let machine: Machine | undefined;
let tried = false;

/**
 * The memory, or `undefined` where none can be had.
 *
 * Only address space is taken at first; the system provides the pages that are written to. The
 * memory never grows, so that arrays in it stay valid.
 */
export function getMachine(): Machine | undefined {
  if (!tried) {
    tried = true;
    machine = makeMachine();
  }
  return machine;
}

function makeMachine(): Machine | undefined {
  for (const shared of [true, false]) {
    for (let pages = MOST_PAGES; pages >= FEWEST_PAGES; pages >>= 1) {
      try {
        const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
        // Address 0 is left out, so that no array is there.
        const heap = new Heap(64, pages * PAGE);
        const { buffer } = memory;
        const floats = new Float32Array(buffer), words = new Int32Array(buffer);
        return { memory, kind: { pages, shared }, buffer, floats, words, heap };
      } catch {
        // Less may still be possible.
      }
    }
  }
  return undefined;
}
