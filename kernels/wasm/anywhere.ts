/** Matrix products of arrays in and out of kernel memory, on one thread or several. */
import type { FloatArray } from "../checks.ts";
import type { MatmulShape } from "../matmul.ts";
import { withBorrowed } from "./borrowed.ts";
import { matmulFamily, multiplyInPlace, rowMajor } from "./products.ts";

/**
 * Computes `out = a · b`.
 *
 * @returns Whether it did; otherwise plain TypeScript has to.
 */
export function multiplyAnywhere<T extends FloatArray>(
  a: T,
  b: T,
  out: T,
  { m, k, n }: MatmulShape,
): boolean {
  const family = matmulFamily(a.BYTES_PER_ELEMENT);
  if (!family) return false;
  return withBorrowed(
    family.machine,
    (borrowed) => ({ a: borrowed.input(a), b: borrowed.input(b), out: borrowed.output(out) }),
    (own) => {
      if (k === 0) own.out.fill(0);
      multiplyInPlace(family, {
        size: a.BYTES_PER_ELEMENT as 4 | 8,
        a: rowMajor(own.a, k),
        b: rowMajor(own.b, n),
        out: rowMajor(own.out, n),
        m,
        k,
        n,
        accumulate: false,
      });
    },
  );
}
