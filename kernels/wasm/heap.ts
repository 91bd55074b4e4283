/**
 * Hands out address ranges of a memory of fixed size.
 *
 * Sizes are rounded up to a class, four to each doubling, so that at most a fifth of a block is
 * unused. A freed block goes on its class's list and is handed out again whole; blocks are never
 * split or joined.
 */

/** A range of addresses that is in use. */
export interface Block {
  readonly address: number;
  /** Bytes handed out, at least as many as asked for. */
  readonly bytes: number;
  /** Whether the range has never been used before and so holds zeros. */
  readonly fresh: boolean;
}

/** Blocks begin at multiples of this: a cache line. */
const ALIGNMENT = 64;

/** The free and used parts of a memory. */
export class Heap {
  readonly #end: number;
  #next: number;
  #used = 0;
  readonly #free = new Map<number, number[]>();

  /** @param start First address to hand out. @param end First address not to. */
  constructor(start: number, end: number) {
    this.#next = start;
    this.#end = end;
  }

  /** Bytes in blocks that are in use. */
  get used(): number {
    return this.#used;
  }

  /** Bytes that no block has covered yet. */
  get untouched(): number {
    return this.#end - this.#next;
  }

  /** A block of at least `bytes` bytes, or `undefined` if there is none. */
  take(bytes: number): Block | undefined {
    const size = classSize(bytes);
    const address = this.#free.get(size)?.pop();
    if (address !== undefined) {
      this.#used += size;
      return { address, bytes: size, fresh: false };
    }
    if (size > this.untouched) return this.#takeLarger(size);
    const block = { address: this.#next, bytes: size, fresh: true };
    this.#next += size;
    this.#used += size;
    return block;
  }

  /** The smallest free block that is large enough. */
  #takeLarger(size: number): Block | undefined {
    let best = Infinity;
    for (const [candidate, addresses] of this.#free) {
      if (addresses.length > 0 && candidate > size && candidate < best) best = candidate;
    }
    const address = this.#free.get(best)?.pop();
    if (address === undefined) return undefined;
    this.#used += best;
    return { address, bytes: best, fresh: false };
  }

  /** Takes a block back. It must have come from `take` and not be given back twice. */
  give(block: Block): void {
    const addresses = this.#free.get(block.bytes);
    if (addresses) addresses.push(block.address);
    else this.#free.set(block.bytes, [block.address]);
    this.#used -= block.bytes;
  }
}

/** Rounds a size up to its class. */
export function classSize(bytes: number): number {
  if (bytes <= 4 * ALIGNMENT) return Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
  const quarter = 2 ** (Math.floor(Math.log2(bytes - 1)) - 2);
  return Math.ceil(bytes / quarter) * quarter;
}
