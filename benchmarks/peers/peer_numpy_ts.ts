/**
 * numpy-ts: NumPy's interface over Zig kernels in WebAssembly.
 *
 * Its arrays live in its own WebAssembly memory; it has no output arguments, so each call
 * allocates its result, and the one before is disposed of as its documentation advises.
 *
 * @module
 */
import type { Contender, FloatArray, Prepared } from "./contender.ts";

/** Loads the package. */
export async function load(): Promise<Contender[]> {
  const np = await import("numpy-ts");
  type NDArray = ReturnType<typeof np.array>;
  const array = (values: FloatArray, shape: number[]): NDArray => {
    const type = values instanceof Float32Array ? "float32" : "float64";
    const out = np.zeros(shape, type);
    (out.data as FloatArray).set(values);
    return out;
  };

  /** `work` returns fresh arrays; they replace the last ones. */
  const fresh = (inputs: NDArray[], work: () => NDArray[]): Prepared => {
    let last: NDArray[] = [];
    return {
      call() {
        for (const old of last) old.dispose();
        last = work();
      },
      results: () => last.map((result) => result.data as FloatArray),
      dispose: () => [...inputs, ...last].forEach((each) => each.dispose()),
    };
  };
  /** The shape of so many rows: its products are faster with a vector than with a matrix of one. */
  const rowOrMatrix = (rows: number, columns: number) => rows === 1 ? [columns] : [rows, columns];
  /** Chains steps and disposes of every array but the last. */
  const chain = (first: NDArray, ...steps: ((previous: NDArray) => NDArray)[]): NDArray => {
    let previous = first;
    for (const step of steps) {
      const next = step(previous);
      previous.dispose();
      previous = next;
    }
    return previous;
  };
  const unary = (work: (x: NDArray) => NDArray) => ({ x: values }: { x: Float32Array }) => {
    const x = array(values, [values.length]);
    return fresh([x], () => [work(x)]);
  };

  return [{
    name: "numpy-ts",
    kind: "WebAssembly",
    threads: 1,
    version: np.__version__,
    operations: {
      matmul(inputs) {
        const { m, k, n } = inputs;
        const a = array(inputs.a, rowOrMatrix(m, k)), b = array(inputs.b, n === 1 ? [k] : [k, n]);
        return fresh([a, b], () => [np.matmul(a, b)]);
      },
      add(inputs) {
        const a = array(inputs.a, [inputs.a.length]), b = array(inputs.b, [inputs.b.length]);
        return fresh([a, b], () => [np.add(a, b)]);
      },
      relu: unary((x) => np.maximum(x, 0)),
      sigmoid: unary((x) =>
        chain(np.negative(x), (y) => np.exp(y), (y) => np.add(y, 1), (y) => np.reciprocal(y))
      ),
      tanh: unary((x) => np.tanh(x)),
      exp: unary((x) => np.exp(x)),
      linearForward({ batch, inFeatures, outFeatures, ...inputs }) {
        const x = array(inputs.x, rowOrMatrix(batch, inFeatures));
        const weight = array(inputs.weight, [outFeatures, inFeatures]);
        // Transposed once, beforehand: on a transposed view its product falls back to slow loops.
        const bias = array(inputs.bias, [outFeatures]), transposed = weight.transpose().copy();
        return fresh(
          [x, weight, bias, transposed],
          () => [chain(np.matmul(x, transposed), (y) => np.add(y, bias))],
        );
      },
      linearBackward({ batch, inFeatures, outFeatures, ...inputs }) {
        const x = array(inputs.x, [batch, inFeatures]);
        const weight = array(inputs.weight, [outFeatures, inFeatures]);
        const outGradient = array(inputs.outGradient, [batch, outFeatures]);
        return fresh([x, weight, outGradient], () => {
          const transposed = outGradient.transpose().copy();
          const weightGradient = np.matmul(transposed, x);
          transposed.dispose();
          return [
            np.matmul(outGradient, weight),
            weightGradient,
            np.sum(outGradient, 0) as NDArray,
          ];
        });
      },
      batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
        const first = array(inputs.x, [batch, channels, height, width]);
        // Channels last, because it repeats rows several times as fast as anything else.
        const x = chain(first, (y) => y.transpose([0, 2, 3, 1]).copy()), each = [channels];
        const mean = array(inputs.mean, each), variance = array(inputs.variance, each);
        const weight = array(inputs.weight, each), bias = array(inputs.bias, each);
        const images = [batch, height, width, channels];
        const prepared = fresh([x, mean, variance, weight, bias], () => {
          const deviation = chain(np.add(variance, epsilon), (y) => np.sqrt(y));
          const factor = chain(deviation, (y) => np.divide(weight, y));
          const out = chain(
            np.subtract(x, mean),
            (y) => np.multiply(y, factor),
            (y) => np.add(y, bias),
          );
          factor.dispose();
          return [out];
        });
        return {
          ...prepared,
          async results() {
            const [values] = await prepared.results!();
            const last = array(values as Float32Array, images);
            return [chain(last, (y) => y.transpose([0, 3, 1, 2]).copy()).data as Float32Array];
          },
        };
      },
      softmax({ x: values, rows, columns }) {
        const x = array(values, [rows, columns]);
        return fresh([x], () => {
          const largest = np.max(x, 1, true) as NDArray;
          const powers = chain(np.subtract(x, largest), (y) => np.exp(y));
          const sum = np.sum(powers, 1, true) as NDArray, out = np.divide(powers, sum);
          for (const used of [largest, powers, sum]) used.dispose();
          return [out];
        });
      },
      sgd({ learningRate, ...inputs }) {
        const shape = [inputs.parameters.length], gradients = array(inputs.gradients, shape);
        let p = array(inputs.parameters, shape);
        return {
          call() {
            const step = np.multiply(gradients, learningRate), next = np.subtract(p, step);
            step.dispose(), p.dispose();
            p = next;
          },
          results: () => [p.data as Float32Array],
          dispose: () => [p, gradients].forEach((each) => each.dispose()),
        };
      },
      gather(inputs) {
        const rows = inputs.table.length / inputs.columns;
        const table = array(inputs.table, [rows, inputs.columns]);
        const indices = Array.from(inputs.indices);
        return fresh([table], () => [np.take(table, indices, 0)]);
      },
    },
  }];
}
