import { kernelBackend } from "./backend.ts";
import { type Lender, lendThemselves } from "./lending.ts";
import type { Product } from "./matrix.ts";
import { multiplyTypescript } from "./typescript/matmul.ts";
import { withBorrowed } from "./wasm/borrowed.ts";
import { getMachine } from "./wasm/machine.ts";
import { multiplyBlocks } from "./wasm/products.ts";
import { multiplyThin } from "./wasm/thin_products.ts";

/**
 * Runs `work` with a function that multiplies, and with arrays that it can multiply in place. With
 * k = 0 that function does nothing: `work` has to clear the result.
 *
 * @param lend Returns the arrays for `work`.
 */
export function withMultiply<Arrays>(
  lend: (lender: Lender) => Arrays,
  work: (arrays: Arrays, multiply: (product: Product) => void) => void,
): void {
  const machine = kernelBackend() === "typescript" ? undefined : getMachine();
  const done = machine && withBorrowed(machine, lend, (arrays) => work(arrays, multiplyInPlace));
  if (!done) work(lend(lendThemselves), multiplyTypescript);
}

function multiplyInPlace(product: Product): void {
  if (product.k === 0) return;
  if (!multiplyThin(product) && !multiplyBlocks(product)) multiplyTypescript(product);
}
