/**
 * TensorFlow.js on its WebAssembly backend (XNNPACK and kernels in C++), one thread.
 *
 * Tensors stay in the backend's memory; it computes at once, so a call has done its work when it
 * returns. Results are disposed of one call later.
 *
 * @module
 */
import {
  type Contender,
  convolvedSize,
  type Operations,
  type Prepared,
  Unavailable,
} from "./contender.ts";

/** Loads the package and its .wasm file, for which it needs to read `node_modules`. */
export async function load(): Promise<Contender[]> {
  const tf = await import("@tensorflow/tfjs-core");
  const { version_wasm } = await import("@tensorflow/tfjs-backend-wasm");
  const simd = "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";
  // Asked first, because without it the package prints four lines and continues without a backend.
  const { state } = await Deno.permissions.query({
    name: "read",
    path: new URL(import.meta.resolve(simd)),
  });
  if (state !== "granted") throw new Unavailable("needs --allow-read for node_modules");
  if (!await tf.setBackend("wasm")) throw new Unavailable("its wasm backend did not start");
  const hasSimd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  type Tensor = ReturnType<typeof tf.tensor>;

  /** `work` returns fresh tensors; they replace the last ones. */
  const fresh = (inputs: Tensor[], work: () => Tensor[]): Prepared => {
    let last: Tensor[] = [];
    return {
      call() {
        for (const old of last) old.dispose();
        last = tf.tidy(work);
      },
      results: () => last.map((result) => result.dataSync()),
      dispose: () => tf.dispose([...inputs, ...last]),
    };
  };
  const unary = (work: (x: Tensor) => Tensor) => ({ x: values }: { x: Float32Array }) => {
    const x = tf.tensor1d(values);
    return fresh([x], () => [work(x)]);
  };
  /** Steps of an optimiser on one variable, with given gradients. */
  const stepping = (
    optimizer: InstanceType<typeof tf.Optimizer>,
    inputs: { parameters: Float32Array; gradients: Float32Array },
  ): Prepared => {
    const parameters = tf.variable(tf.tensor1d(inputs.parameters));
    const gradients = tf.tensor1d(inputs.gradients);
    const named = { [parameters.name]: gradients };
    return {
      call: () => optimizer.applyGradients(named),
      results: () => [parameters.dataSync()],
      dispose: () => (tf.dispose([parameters, gradients]), optimizer.dispose()),
    };
  };

  /** Images as it likes them best: batch × height × width × channels. */
  const channelsLast = (values: Float32Array, sizes: [number, number, number, number]) =>
    tf.tidy(() => tf.transpose(tf.tensor4d(values, sizes), [0, 2, 3, 1]));
  /** Gives the images back as the reference has them, after the last call. */
  const channelsFirst = (
    prepared: Prepared,
    batch: number,
    { height, width }: { readonly height: number; readonly width: number },
  ): Prepared => ({
    ...prepared,
    async results() {
      const [images] = await prepared.results!();
      return [tf.tidy(() => {
        const last = tf.reshape(images as Float32Array, [batch, height, width, -1]);
        return tf.transpose(last, [0, 3, 1, 2]).dataSync();
      })];
    },
  });

  // Its dense layers keep weights inFeatures × outFeatures, so it gets them that way. With ours,
  // fused.matMul({ transposeB: true, bias }) of 4.22.0 gives wrong results.
  const inOut = (weight: Float32Array, inFeatures: number, outFeatures: number) =>
    tf.tidy(() => tf.transpose(tf.tensor2d(weight, [outFeatures, inFeatures])));
  const backward = (
    xGradient: (gradient: Tensor, weight: Tensor) => Tensor,
    weightGradient: (x: Tensor, gradient: Tensor) => Tensor,
  ) =>
  ({ batch, inFeatures, outFeatures, ...inputs }: Operations["linearBackward"]) => {
    const x = tf.tensor2d(inputs.x, [batch, inFeatures]);
    const weight = inOut(inputs.weight, inFeatures, outFeatures);
    const gradient = tf.tensor2d(inputs.outGradient, [batch, outFeatures]);
    const prepared = fresh([x, weight, gradient], () => [
      xGradient(gradient, weight),
      weightGradient(x, gradient),
      tf.sum(gradient, 0),
    ]);
    return {
      ...prepared,
      async results() {
        const [first, second, third] = await prepared.results!();
        const transposed = inOut(second as Float32Array, outFeatures, inFeatures);
        return [first!, transposed.dataSync(), third!];
      },
    };
  };

  const shared = {
    kind: "WebAssembly",
    threads: 1,
    version: `${version_wasm}, SIMD ${hasSimd ? "on" : "off"}`,
  } as const;
  return [{
    ...shared,
    name: "tfjs-wasm",
    note:
      "images in its own layout (channels last); linear backward as its automatic gradient does it",
    operations: {
      matmul(inputs) {
        if (inputs.a instanceof Float64Array) return undefined;
        const a = tf.tensor2d(inputs.a, [inputs.m, inputs.k]);
        const b = tf.tensor2d(inputs.b as Float32Array, [inputs.k, inputs.n]);
        return fresh([a, b], () => [tf.matMul(a, b)]);
      },
      add(inputs) {
        const a = tf.tensor1d(inputs.a), b = tf.tensor1d(inputs.b);
        return fresh([a, b], () => [tf.add(a, b)]);
      },
      relu: unary((x) => tf.relu(x)),
      sigmoid: unary((x) => tf.sigmoid(x)),
      tanh: unary((x) => tf.tanh(x)),
      exp: unary((x) => tf.exp(x)),
      linearForward({ batch, inFeatures, outFeatures, ...inputs }) {
        const x = tf.tensor2d(inputs.x, [batch, inFeatures]);
        const weight = inOut(inputs.weight, inFeatures, outFeatures);
        const bias = tf.tensor1d(inputs.bias);
        return fresh([x, weight, bias], () => [tf.fused.matMul({ a: x, b: weight, bias })]);
      },
      // As its own gradient of matMul does it: the products take transposed operands.
      linearBackward: backward(
        (gradient, weight) => tf.matMul(gradient, weight, false, true),
        (x, gradient) => tf.matMul(x, gradient, true),
      ),
      conv2d({ x: images, weight, bias: biases, ...sizes }) {
        const { batch, inChannels, outChannels, height, width, kernelSize } = sizes;
        const x = channelsLast(images, [batch, inChannels, height, width]);
        const filter = tf.tidy(() => {
          const ours = tf.tensor4d(weight, [outChannels, inChannels, kernelSize, kernelSize]);
          return tf.transpose(ours, [2, 3, 1, 0]);
        });
        const bias = tf.tensor1d(biases), { stride: strides, padding: pad } = sizes;
        const options = { x, filter, bias, strides, pad, dimRoundingMode: "floor" } as const;
        return channelsFirst(
          fresh([x, filter, bias], () => [tf.fused.conv2d(options)]),
          batch,
          convolvedSize(sizes),
        );
      },
      batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
        const x = channelsLast(inputs.x, [batch, channels, height, width]);
        const mean = tf.tensor1d(inputs.mean), variance = tf.tensor1d(inputs.variance);
        const weight = tf.tensor1d(inputs.weight), bias = tf.tensor1d(inputs.bias);
        return channelsFirst(
          fresh(
            [x, mean, variance, weight, bias],
            () => [tf.batchNorm(x, mean, variance, bias, weight, epsilon)],
          ),
          batch,
          { height, width },
        );
      },
      softmax({ x: values, rows, columns }) {
        const x = tf.tensor2d(values, [rows, columns]);
        return fresh([x], () => [tf.softmax(x)]);
      },
      layerNorm({ rows, columns, epsilon, ...inputs }) {
        const x = tf.tensor2d(inputs.x, [rows, columns]);
        const weight = tf.tensor1d(inputs.weight), bias = tf.tensor1d(inputs.bias);
        return fresh([x, weight, bias], () => {
          const { mean, variance } = tf.moments(x, 1, true);
          const factor = tf.rsqrt(tf.add(variance, epsilon));
          return [tf.add(tf.mul(tf.mul(tf.sub(x, mean), factor), weight), bias)];
        });
      },
      sgd: (inputs) => stepping(tf.train.sgd(inputs.learningRate), inputs),
      momentum: (inputs) =>
        stepping(tf.train.momentum(inputs.learningRate, inputs.momentum), inputs),
      adam: ({ learningRate, beta1, beta2, epsilon, ...inputs }) =>
        stepping(tf.train.adam(learningRate, beta1, beta2, epsilon), inputs),
      gather(inputs) {
        const rows = inputs.table.length / inputs.columns;
        const table = tf.tensor2d(inputs.table, [rows, inputs.columns]);
        const indices = tf.tensor1d(Int32Array.from(inputs.indices), "int32");
        return fresh([table, indices], () => [tf.gather(table, indices)]);
      },
    },
  }, {
    ...shared,
    name: "tfjs tuned",
    note: "tfjs-wasm with operands transposed beforehand and batch norm as a product and a sum, " +
      "as one would after profiling",
    operations: {
      matmul({ m, k, n, ...inputs }) {
        // Its product with a column is slow, but that of a row and the transposed matrix is not.
        if (n !== 1 || inputs.a instanceof Float64Array) return undefined;
        const a = inOut(inputs.a, k, m), b = tf.tensor2d(inputs.b as Float32Array, [1, k]);
        return fresh([a, b], () => [tf.matMul(b, a)]);
      },
      batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
        const x = tf.tensor4d(inputs.x, [batch, channels, height, width]);
        const each = (values: Float32Array) => tf.tensor3d(values, [channels, 1, 1]);
        const mean = each(inputs.mean), variance = each(inputs.variance);
        const weight = each(inputs.weight), bias = each(inputs.bias);
        return fresh([x, mean, variance, weight, bias], () => {
          const factor = tf.mul(weight, tf.rsqrt(tf.add(variance, epsilon)));
          return [tf.add(tf.mul(x, factor), tf.sub(bias, tf.mul(mean, factor)))];
        });
      },
      linearBackward: backward(
        (gradient, weight) => tf.matMul(gradient, tf.transpose(weight)),
        (x, gradient) => tf.matMul(tf.transpose(x), gradient),
      ),
    },
  }];
}
