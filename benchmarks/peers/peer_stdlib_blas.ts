/**
 * stdlib's BLAS in plain JavaScript: the routines' classic interface over typed arrays.
 *
 * Its modules are folders without an index in the package's `exports`, hence the full paths.
 *
 * @module
 */
import type { Contender } from "./contender.ts";
import { pinnedVersion } from "./versions.ts";

type Order = "row-major";
type Transpose = "no-transpose" | "transpose";
type Gemm<T> = (
  order: Order,
  transposeA: Transpose,
  transposeB: Transpose,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: T,
  strideOfA: number,
  b: T,
  strideOfB: number,
  beta: number,
  c: T,
  strideOfC: number,
) => T;
type Gemv<T> = (
  order: Order,
  transpose: Transpose,
  m: number,
  n: number,
  alpha: number,
  a: T,
  strideOfA: number,
  x: T,
  xStride: number,
  beta: number,
  y: T,
  yStride: number,
) => T;
type Axpy<T> = (
  length: number,
  alpha: number,
  x: T,
  xStride: number,
  y: T,
  yStride: number,
) => T;

/** Loads the package, for which it needs to read `node_modules`. */
export async function load(): Promise<Contender[]> {
  const sgemm: Gemm<Float32Array> = (await import("@stdlib/blas/base/sgemm/lib/index.js")).default;
  const dgemm: Gemm<Float64Array> = (await import("@stdlib/blas/base/dgemm/lib/index.js")).default;
  const sgemv: Gemv<Float32Array> = (await import("@stdlib/blas/base/sgemv/lib/index.js")).default;
  const saxpy: Axpy<Float32Array> = (await import("@stdlib/blas/base/saxpy/lib/index.js")).default;

  return [{
    name: "stdlib",
    kind: "JavaScript",
    threads: 1,
    version: pinnedVersion("@stdlib/blas"),
    operations: {
      matmul({ a, b, m, k, n }) {
        const no = "no-transpose";
        if (a instanceof Float32Array) {
          const c = new Float32Array(m * n), float32B = b as Float32Array;
          if (m === 1) {
            return {
              call: () => sgemv("row-major", "transpose", k, n, 1, float32B, n, a, 1, 0, c, 1),
              results: () => [c],
            };
          }
          if (n === 1) {
            return {
              call: () => sgemv("row-major", no, m, k, 1, a, k, float32B, 1, 0, c, 1),
              results: () => [c],
            };
          }
          return {
            call: () => sgemm("row-major", no, no, m, n, k, 1, a, k, float32B, n, 0, c, n),
            results: () => [c],
          };
        }
        const c = new Float64Array(m * n), float64B = b as Float64Array;
        return {
          call: () => dgemm("row-major", no, no, m, n, k, 1, a, k, float64B, n, 0, c, n),
          results: () => [c],
        };
      },
      add({ a, b }) {
        const out = new Float32Array(a.length);
        // BLAS adds in place: the copy is part of the same work.
        return {
          call: () => (out.set(b), saxpy(a.length, 1, a, 1, out, 1)),
          results: () => [out],
        };
      },
      linearForward({ x, weight, bias, batch, inFeatures, outFeatures }) {
        const out = new Float32Array(batch * outFeatures);
        if (batch === 1) {
          const order = "row-major", no = "no-transpose";
          return {
            call() {
              out.set(bias);
              sgemv(order, no, outFeatures, inFeatures, 1, weight, inFeatures, x, 1, 1, out, 1);
            },
            results: () => [out],
          };
        }
        return {
          call() {
            for (let row = 0; row < batch; row++) out.set(bias, row * outFeatures);
            sgemm(
              "row-major",
              "no-transpose",
              "transpose",
              batch,
              outFeatures,
              inFeatures,
              1,
              x,
              inFeatures,
              weight,
              inFeatures,
              1,
              out,
              outFeatures,
            );
          },
          results: () => [out],
        };
      },
      sgd({ gradients, learningRate, ...inputs }) {
        const parameters = inputs.parameters.slice();
        return {
          call: () => saxpy(parameters.length, -learningRate, gradients, 1, parameters, 1),
          results: () => [parameters],
        };
      },
    },
  }];
}
