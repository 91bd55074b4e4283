/** Copies of foreign arrays in kernel memory, for the time of one call. */
import type { FloatArray } from "../checks.ts";
import type { Lender } from "../lending.ts";
import type { Block } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { arrayAt, isInside } from "./staging.ts";

/** Lends arrays in kernel memory; foreign ones are copied in, and back where written. */
class Borrowed implements Lender {
  readonly #machine: Machine;
  readonly #blocks: Block[] = [];
  readonly #returns: { from: FloatArray; to: FloatArray }[] = [];
  #full = false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Whether there was too little memory for an array: the others must not be used then. */
  get full(): boolean {
    return this.#full;
  }

  input<T extends FloatArray>(array: T): T {
    const copy = this.#standIn(array);
    if (copy !== array && !this.#full) copy.set(array);
    return copy;
  }

  output<T extends FloatArray>(array: T): T {
    const copy = this.#standIn(array);
    if (copy !== array) this.#returns.push({ from: copy, to: array });
    return copy;
  }

  update<T extends FloatArray>(array: T): T {
    const copy = this.output(array);
    if (copy !== array && !this.#full) copy.set(array);
    return copy;
  }

  scratch(length: number): Float32Array {
    const block = this.#take(length * 4);
    return block ? new Float32Array(this.#machine.buffer, block.address, length) : empty;
  }

  /** Copies the outputs back. */
  finish(): void {
    for (const { from, to } of this.#returns) to.set(from);
  }

  /** Gives the memory back. */
  release(): void {
    for (const block of this.#blocks) this.#machine.heap.give(block);
  }

  #standIn<T extends FloatArray>(array: T): T {
    if (isInside(this.#machine, array)) return array;
    const block = this.#take(array.byteLength);
    return block ? arrayAt(this.#machine, block.address, array) : array;
  }

  #take(bytes: number): Block | undefined {
    const block = this.#machine.heap.take(bytes);
    if (block) this.#blocks.push(block);
    else this.#full = true;
    return block;
  }
}

const empty = new Float32Array();

/**
 * Runs `work` with stand-ins for arrays anywhere.
 *
 * @returns Whether it ran; `false` means that there was too little memory and nothing was done.
 */
export function withBorrowed<Arrays>(
  machine: Machine,
  lend: (lender: Lender) => Arrays,
  work: (arrays: Arrays) => void,
): boolean {
  const borrowed = new Borrowed(machine);
  try {
    const arrays = lend(borrowed);
    if (borrowed.full) return false;
    work(arrays);
    borrowed.finish();
    return true;
  } finally {
    borrowed.release();
  }
}
