/**
 * ml-matrix: matrices of 64-bit floats in plain JavaScript, a typed array a row.
 *
 * @module
 */
import type { Contender, Prepared } from "./contender.ts";
import { pinnedVersion } from "./versions.ts";

/** Loads the package; it needs no permission. */
export async function load(): Promise<Contender[]> {
  const { Matrix } = await import("ml-matrix");
  type Matrix = InstanceType<typeof Matrix>;
  const fresh = (work: () => Matrix): Prepared => {
    let last = new Matrix(0, 0);
    return { call: () => last = work(), results: () => [last.to1DArray()] };
  };
  const matrix = (values: ArrayLike<number>, rows = 1, columns = values.length): Matrix =>
    Matrix.from1DArray(rows, columns, Array.from(values));

  return [{
    name: "ml-matrix",
    kind: "JavaScript",
    threads: 1,
    version: pinnedVersion("ml-matrix"),
    note: "computes in 64-bit floats whatever the input",
    operations: {
      matmul({ m, k, n, ...inputs }) {
        const a = matrix(inputs.a, m, k), b = matrix(inputs.b, k, n);
        return fresh(() => a.mmul(b));
      },
      add(inputs) {
        const a = matrix(inputs.a), b = matrix(inputs.b);
        return fresh(() => Matrix.add(a, b));
      },
      tanh(inputs) {
        const x = matrix(inputs.x);
        return fresh(() => Matrix.tanh(x));
      },
      exp(inputs) {
        const x = matrix(inputs.x);
        return fresh(() => Matrix.exp(x));
      },
      linearForward({ batch, inFeatures, outFeatures, ...inputs }) {
        const x = matrix(inputs.x, batch, inFeatures);
        const weight = matrix(inputs.weight, outFeatures, inFeatures).transpose();
        return fresh(() => x.mmul(weight).addRowVector(inputs.bias));
      },
    },
  }];
}
