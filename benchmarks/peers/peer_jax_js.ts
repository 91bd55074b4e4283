/**
 * jax-js: array programs compiled to WebAssembly at run time.
 *
 * It is lazy, so a call ends by asking for the result, whose cost is part of the time. The
 * synchronous way (`dataSync`) works on the calling thread and copies the result out. The
 * asynchronous one (`blockUntilReady`) shares the work among Workers, one a processor, and leaves
 * the result in its memory. Both are contenders. Functions of several steps go through `jit`.
 *
 * @module
 */
import type { Contender, FloatArray, Prepared } from "./contender.ts";
import { pinnedVersion } from "./versions.ts";

/** Loads the package; it needs no permission. */
export async function load(): Promise<Contender[]> {
  const jax = await import("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const { lax, numpy: np, nn } = jax;
  type Array = ReturnType<typeof np.zeros>;

  const array = (values: FloatArray, shape: number[]): Array =>
    np.array(values as Float32Array<ArrayBuffer>).reshape(shape);

  /** By the library's convention, `work` consumes the references that it is given. */
  const running = (
    asynchronous: boolean,
    inputs: Array[],
    work: (...inputs: Array[]) => Array | Array[],
  ): Prepared => {
    const compute = () => [work(...inputs.map((input) => input.ref))].flat();
    let last: ArrayLike<number>[] = [];
    return {
      asynchronous,
      call: asynchronous
        ? async () => {
          const results = compute();
          for (const result of results) await result.blockUntilReady();
          for (const result of results) result.dispose();
        }
        : () => last = compute().map((result) => result.dataSync()),
      results: async () =>
        asynchronous ? await Promise.all(compute().map((result) => result.data())) : last,
      dispose: () => inputs.forEach((input) => input.dispose()),
    };
  };

  const operations = (asynchronous: boolean): Contender["operations"] => {
    const unary = (work: (x: Array) => Array) => ({ x }: { x: Float32Array }) =>
      running(asynchronous, [array(x, [x.length])], work);
    return {
      matmul: ({ a, b, m, k, n }) =>
        running(
          asynchronous,
          // Its products are faster with a vector than with a matrix of one row or column.
          [array(a, m === 1 ? [k] : [m, k]), array(b, n === 1 ? [k] : [k, n])],
          (a, b) => np.matmul(a!, b!),
        ),
      add: ({ a, b }) =>
        running(
          asynchronous,
          [array(a, [a.length]), array(b, [b.length])],
          (a, b) => np.add(a!, b!),
        ),
      relu: unary((x) => nn.relu(x)),
      sigmoid: unary((x) => nn.sigmoid(x)),
      tanh: unary((x) => np.tanh(x)),
      exp: unary((x) => np.exp(x)),
      linearForward({ batch, inFeatures, outFeatures, ...inputs }) {
        const single = batch === 1;
        const forward = jax.jit((x: Array, weight: Array, bias: Array) =>
          (single ? np.matmul(weight, x) : np.matmul(x, weight.transpose())).add(bias)
        );
        return running(asynchronous, [
          array(inputs.x, single ? [inFeatures] : [batch, inFeatures]),
          array(inputs.weight, [outFeatures, inFeatures]),
          array(inputs.bias, [outFeatures]),
        ], (x, weight, bias) => forward(x!, weight!, bias!));
      },
      linearBackward({ batch, inFeatures, outFeatures, ...inputs }) {
        const backward = jax.jit((x: Array, weight: Array, gradient: Array) => [
          np.matmul(gradient.ref, weight),
          np.matmul(gradient.ref.transpose(), x),
          np.sum(gradient, 0),
        ]);
        return running(asynchronous, [
          array(inputs.x, [batch, inFeatures]),
          array(inputs.weight, [outFeatures, inFeatures]),
          array(inputs.outGradient, [batch, outFeatures]),
        ], (x, weight, gradient) => backward(x!, weight!, gradient!));
      },
      conv2d({ batch, inChannels, outChannels, height, width, kernelSize, ...inputs }) {
        const { stride, padding } = inputs;
        const convolve = jax.jit((x: Array, weight: Array, bias: Array) =>
          lax.convGeneralDilated(x, weight, [stride, stride], [
            [padding, padding],
            [padding, padding],
          ]).add(bias)
        );
        return running(asynchronous, [
          array(inputs.x, [batch, inChannels, height, width]),
          array(inputs.weight, [outChannels, inChannels, kernelSize, kernelSize]),
          array(inputs.bias, [outChannels, 1, 1]),
        ], (x, weight, bias) => convolve(x!, weight!, bias!));
      },
      batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
        // Two programs: as one, it would take the root anew for each pixel.
        const fold = jax.jit((mean: Array, variance: Array, weight: Array, bias: Array) => {
          const factor = weight.mul(np.reciprocal(np.sqrt(variance.add(epsilon))));
          return [factor.ref, bias.sub(mean.mul(factor))];
        });
        const scale = jax.jit((x: Array, factor: Array, shift: Array) => x.mul(factor).add(shift));
        return running(asynchronous, [
          array(inputs.x, [batch, channels, height, width]),
          ...[inputs.mean, inputs.variance, inputs.weight, inputs.bias]
            .map((values) => array(values, [channels, 1, 1])),
        ], (x, mean, variance, weight, bias) => {
          const [factor, shift] = fold(mean!, variance!, weight!, bias!);
          return scale(x!, factor!, shift!);
        });
      },
      softmax({ x, rows, columns }) {
        const softmax = jax.jit((x: Array) => nn.softmax(x, -1));
        return running(asynchronous, [array(x, [rows, columns])], softmax);
      },
      layerNorm({ rows, columns, epsilon, ...inputs }) {
        const layerNorm = jax.jit((x: Array, weight: Array, bias: Array) => {
          const centered = x.ref.sub(np.mean(x, -1, { keepdims: true }));
          const variance = np.mean(np.square(centered.ref), -1, { keepdims: true });
          return centered.mul(np.reciprocal(np.sqrt(variance.add(epsilon)))).mul(weight).add(bias);
        });
        return running(asynchronous, [
          array(inputs.x, [rows, columns]),
          array(inputs.weight, [columns]),
          array(inputs.bias, [columns]),
        ], (x, weight, bias) => layerNorm(x!, weight!, bias!));
      },
      gather({ table, indices, columns }) {
        const take = jax.jit((table: Array, indices: Array) => np.take(table, indices, 0));
        return running(asynchronous, [
          array(table, [table.length / columns, columns]),
          np.array(Int32Array.from(indices)),
        ], (table, indices) => take(table!, indices!));
      },
    };
  };

  const threads = navigator.hardwareConcurrency;
  const version = pinnedVersion("@jax-js/jax");
  return [
    {
      name: "jax-js",
      kind: "WebAssembly",
      threads: 1,
      version,
      note: "dataSync: one thread, the result copied out",
      operations: operations(false),
    },
    {
      name: "jax-js async",
      kind: "WebAssembly",
      threads,
      version,
      note: "blockUntilReady: as many Workers as processors, the result left in place",
      operations: operations(true),
    },
  ];
}
