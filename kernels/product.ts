import { type Lender, lendThemselves } from "./lending.ts";
import type { Product } from "./matrix.ts";
import { multiplyTypescript } from "./typescript/matmul.ts";
import { withBorrowed } from "./wasm/borrowed.ts";
import { matmulFamily, multiplyInPlace } from "./wasm/products.ts";

/**
 * Runs `work` with a function that multiplies, and with arrays that it can multiply in place.
 *
 * @param bytesPerElement 4 or 8.
 * @param lend Returns the arrays for `work`.
 */
export function withMultiply<Arrays>(
  bytesPerElement: number,
  lend: (lender: Lender) => Arrays,
  work: (arrays: Arrays, multiply: (product: Product) => void) => void,
): void {
  const family = matmulFamily(bytesPerElement);
  const done = family && withBorrowed(family.machine, lend, (arrays) => {
    work(arrays, (product) => multiplyInPlace(family, product));
  });
  if (!done) work(lend(lendThemselves), multiplyTypescript);
}
