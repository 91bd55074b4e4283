/**
 * Hands out address ranges of a memory of fixed size.
 *
 * Blocks are split to the size that is wanted, and a block that is given back is joined with its
 * free neighbours. Free blocks are listed by size: small ones have a list for each size, large ones
 * eight for each doubling. Large blocks are taken from the start of the free block that fits best,
 * small ones and those that last from the end of the largest, so that they do not come to lie
 * between large ones. Small blocks rest for a while before they are joined, since one of the same
 * size is likely to be wanted soon.
 */

/** A range of addresses that is in use. */
export interface Block {
  readonly address: number;
  /** Bytes handed out, at least as many as asked for. */
  readonly bytes: number;
  /** Bytes at the start that were in use before; those after them hold zeros. */
  readonly dirty: number;
}

/** Blocks begin at multiples of this and are as many bytes long: a cache line. */
const ALIGNMENT = 64;
/** The first list of large blocks; before it, a list's number is its blocks' size in lines. */
const LARGE_LIST = 64;
/** Bytes of the smallest large block. */
const LARGE = LARGE_LIST * ALIGNMENT;
/** Lists for each doubling of the size of large blocks, a power of 2. */
const PARTS = 8, PARTS_BITS = Math.log2(PARTS), LARGE_BITS = Math.log2(LARGE);
const LISTS = LARGE_LIST + (32 - LARGE_BITS) * PARTS;
/** Small blocks that rest at a time. */
const MOST_RESTING = 1024;
/** Blocks of a list that are looked at before one from a list of larger blocks is taken. */
const FEW = 16;

/** A part of the memory, free or in use, in the order of addresses and in the list of its size. */
class Piece implements Block {
  address: number;
  bytes: number;
  dirty = 0;
  /** Whether neighbours may be joined to it. */
  free = false;
  /** Whether it is in a list and yet not free. */
  resting = false;
  list = 0;
  before: Piece | undefined;
  after: Piece | undefined;
  previous: Piece | undefined;
  next: Piece | undefined;

  constructor(address: number, bytes: number) {
    this.address = address;
    this.bytes = bytes;
  }
}

/** The free and used parts of a memory. */
export class Heap {
  #used = 0;
  #resting = 0;
  readonly #size: number;
  /** Nothing between these two was ever in use. */
  #freshStart: number;
  #freshEnd: number;
  readonly #lists: (Piece | undefined)[] = new Array(LISTS).fill(undefined);
  /** A bit for each list, set where it has a block. */
  readonly #filled = new Int32Array(Math.ceil(LISTS / 32));

  /** @param start First address to hand out. @param end First address not to. */
  constructor(start: number, end: number) {
    this.#freshStart = start;
    this.#freshEnd = end;
    this.#size = end - start;
    this.#joinNeighbours(new Piece(start, this.#size));
  }

  /** Bytes in blocks that are in use. */
  get used(): number {
    return this.#used;
  }

  /** Bytes of the largest free block. */
  get largest(): number {
    this.#joinResting();
    return this.#largest()?.bytes ?? 0;
  }

  /** A block of at least `bytes` bytes, or `undefined` if there is none. */
  take(bytes: number): Block | undefined {
    const size = roundUp(bytes);
    const rested = size < LARGE ? this.#lists[size / ALIGNMENT] : undefined;
    if (rested?.resting) {
      this.#unlink(rested);
      return this.#use(rested);
    }
    if (size > this.#size) return undefined;
    const piece = this.#cut(size);
    return piece || !this.#joinResting() ? piece : this.#cut(size);
  }

  /** The same for a block that is rarely or never given back. */
  takeLasting(bytes: number): Block | undefined {
    const size = roundUp(bytes);
    this.#joinResting();
    const largest = this.#largest();
    return largest && largest.bytes >= size ? this.#cutEnd(largest, size) : undefined;
  }

  /** Takes a block back. It must have come from this heap and not be given back twice. */
  give(block: Block): void {
    const piece = block as Piece;
    this.#used -= piece.bytes;
    if (piece.bytes >= LARGE) {
      this.#joinNeighbours(piece);
      return;
    }
    this.#link(piece);
    piece.resting = true;
    if (++this.#resting > MOST_RESTING) this.#joinResting();
  }

  /** Joins what rests. Returns whether there was anything. */
  #joinResting(): boolean {
    if (this.#resting === 0) return false;
    const pieces: Piece[] = [];
    for (let list = 0; list < LARGE_LIST; list++) {
      for (let piece = this.#lists[list]; piece; piece = piece.next) {
        if (piece.resting) pieces.push(piece);
      }
    }
    for (const piece of pieces) {
      this.#unlink(piece);
      this.#joinNeighbours(piece);
    }
    return true;
  }

  #joinNeighbours(piece: Piece): void {
    const { before, after } = piece;
    if (before?.free) {
      before.bytes += piece.bytes;
      this.#join(before, after);
      if (after?.free) {
        before.bytes += after.bytes;
        this.#unlink(after);
        this.#join(before, after.after);
      }
      this.#relink(before);
    } else if (after?.free) {
      after.address = piece.address;
      after.bytes += piece.bytes;
      this.#join(before, after);
      this.#relink(after);
    } else {
      this.#link(piece);
      piece.free = true;
    }
  }

  #cut(size: number): Piece | undefined {
    if (size >= LARGE) return this.#cutStart(this.#fitting(size), size);
    const hole = this.#filledFrom(size / ALIGNMENT, LARGE_LIST);
    if (hole < LARGE_LIST) return this.#cutStart(this.#lists[hole], size);
    const last = this.#lastFilled();
    return last >= LARGE_LIST ? this.#cutEnd(this.#lists[last], size) : undefined;
  }

  /** A large free block of at least `size` bytes, from the list of the smallest sizes that has one. */
  #fitting(size: number): Piece | undefined {
    const own = listOf(size);
    const near = this.#firstFit(own, size, FEW);
    if (near) return near;
    const list = this.#filledFrom(own + 1, LISTS);
    return list < LISTS ? this.#lists[list] : this.#firstFit(own, size, Infinity);
  }

  #firstFit(list: number, size: number, looks: number): Piece | undefined {
    let piece = this.#lists[list];
    for (let look = 1; piece && piece.bytes < size; look++) {
      piece = look < looks ? piece.next : undefined;
    }
    return piece;
  }

  #largest(): Piece | undefined {
    let largest = this.#lists[this.#lastFilled()];
    for (let piece = largest; piece; piece = piece.next) {
      if (piece.bytes > largest!.bytes) largest = piece;
    }
    return largest;
  }

  #cutStart(piece: Piece | undefined, size: number): Piece | undefined {
    if (!piece) return undefined;
    let taken = piece;
    if (piece.bytes > size) {
      taken = new Piece(piece.address, size);
      piece.address += size;
      piece.bytes -= size;
      this.#join(piece.before, taken);
      this.#join(taken, piece);
      this.#relink(piece);
    } else {
      this.#unlink(piece);
    }
    return this.#use(taken);
  }

  #cutEnd(piece: Piece | undefined, size: number): Piece | undefined {
    if (!piece || piece.bytes <= size) return this.#cutStart(piece, size);
    const taken = new Piece(piece.address + piece.bytes - size, size);
    piece.bytes -= size;
    this.#join(taken, piece.after);
    this.#join(piece, taken);
    this.#relink(piece);
    return this.#use(taken);
  }

  /** Counts a block as used, and says what of it was so before. */
  #use(piece: Piece): Piece {
    const { address, bytes } = piece, end = address + bytes;
    this.#used += bytes;
    const sinceStart = Math.max(0, Math.min(bytes, this.#freshStart - address));
    piece.dirty = end > this.#freshEnd ? bytes : sinceStart;
    // A block that reaches into the fresh part begins at its start or before, or ends at its end.
    if (address > this.#freshStart) this.#freshEnd = Math.min(this.#freshEnd, address);
    else this.#freshStart = Math.max(this.#freshStart, end);
    return piece;
  }

  #join(before: Piece | undefined, after: Piece | undefined): void {
    if (before) before.after = after;
    if (after) after.before = before;
  }

  #link(piece: Piece): void {
    const list = listOf(piece.bytes), next = this.#lists[list];
    piece.list = list;
    piece.previous = undefined;
    piece.next = next;
    if (next) next.previous = piece;
    else this.#filled[list >> 5]! |= 1 << list;
    this.#lists[list] = piece;
  }

  #unlink(piece: Piece): void {
    const { list, previous, next } = piece;
    if (piece.resting) this.#resting--;
    piece.free = piece.resting = false;
    if (next) next.previous = previous;
    if (previous) {
      previous.next = next;
    } else {
      this.#lists[list] = next;
      if (!next) this.#filled[list >> 5]! &= ~(1 << list);
    }
  }

  #relink(piece: Piece): void {
    if (listOf(piece.bytes) === piece.list) return;
    const { free, resting } = piece;
    this.#unlink(piece);
    this.#link(piece);
    piece.free = free;
    piece.resting = resting;
    if (resting) this.#resting++;
  }

  /** The first list from `list` on that has a block; `end` or more if none before `end` has. */
  #filledFrom(list: number, end: number): number {
    let word = list >> 5;
    let bits = this.#filled[word]! & (-1 << list);
    while (bits === 0 && 32 * ++word < end) bits = this.#filled[word]!;
    return bits === 0 ? end : 32 * word + 31 - Math.clz32(bits & -bits);
  }

  /** The last list that has a block, or the first of all, which never has one. */
  #lastFilled(): number {
    let word = this.#filled.length - 1;
    while (word > 0 && this.#filled[word] === 0) word--;
    const bits = this.#filled[word]!;
    return bits === 0 ? 0 : 32 * word + 31 - Math.clz32(bits);
  }
}

function roundUp(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
}

/** The list of free blocks of a size. */
function listOf(bytes: number): number {
  if (bytes < LARGE) return bytes / ALIGNMENT;
  const exponent = 31 - Math.clz32(bytes);
  const part = (bytes >>> (exponent - PARTS_BITS)) & (PARTS - 1);
  return LARGE_LIST + (exponent - LARGE_BITS) * PARTS + part;
}
