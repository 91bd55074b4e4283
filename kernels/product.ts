import { kernelBackend } from "./backend.ts";
import { type Lender, lendThemselves } from "./lending.ts";
import type { Product } from "./matrix.ts";
import { multiplyTypescript } from "./typescript/matmul.ts";
import { withBorrowed } from "./wasm/borrowed.ts";
import { getMachine } from "./wasm/machine.ts";
import { multiplyBlocks } from "./wasm/products.ts";
import { multiplyThin } from "./wasm/thin_products.ts";

/** What multiplies. With k = 0 it does nothing: its user has to clear the result. */
export type Multiply = (product: Product) => void;

/**
 * Runs `work` with a function that multiplies, and with arrays that it can multiply in place.
 *
 * @param lend Returns the arrays for `work`.
 */
export function withMultiply<Arrays>(
  lend: (lender: Lender) => Arrays,
  work: (arrays: Arrays, multiply: Multiply) => void,
): void {
  if (!withKernelMemory(lend, work)) work(lend(lendThemselves), multiplyTypescript);
}

/**
 * The same, but only in WebAssembly.
 *
 * @returns Whether `work` ran: there must be kernel memory for its arrays.
 */
export function withKernelMemory<Arrays>(
  lend: (lender: Lender) => Arrays,
  work: (arrays: Arrays, multiply: Multiply) => void,
): boolean {
  const machine = kernelBackend() === "typescript" ? undefined : getMachine();
  return machine !== undefined &&
    withBorrowed(machine, lend, (arrays) => work(arrays, multiplyInPlace));
}

function multiplyInPlace(product: Product): void {
  if (product.k === 0) return;
  if (!multiplyThin(product) && !multiplyBlocks(product)) multiplyTypescript(product);
}
