/**
 * Numeric kernels over typed arrays that run from TypeScript source, with no build step.
 *
 * Matrices are row-major. Every kernel writes into the output it is given and returns it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matmul } from "@benchline/benchline/kernels";
 *
 * const a = new Float32Array([1, 2, 3, 4]);
 * const b = new Float32Array([5, 6, 7, 8]);
 * const product = matmul(a, b, new Float32Array(4), { m: 2, k: 2, n: 2 });
 * assertEquals([...product], [19, 22, 43, 50]);
 * ```
 *
 * @module
 */
export { add } from "./add.ts";
export { matmul, type MatmulShape } from "./matmul.ts";
export type { FloatArray } from "./checks.ts";
export * as reference from "./reference.ts";
