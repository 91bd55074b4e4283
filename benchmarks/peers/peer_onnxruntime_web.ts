/**
 * ONNX Runtime on WebAssembly, one thread.
 *
 * Every operation becomes its own model. The interface is asynchronous. Every run copies tensors
 * into its memory and results out of it; both are part of the time, because they are unavoidable.
 * Values that a model would hold as constants (weights, the table of gather) are constants here,
 * too.
 *
 * @module
 */
import {
  type Contender,
  convolvedSize,
  type FloatArray,
  type Prepared,
  Unavailable,
} from "./contender.ts";
import { type Constant, type Node, onnxModel, type TensorInfo } from "./onnx_model.ts";
import { pinnedVersion } from "./versions.ts";

/** Up to so many rows a matrix is a batch of inputs, and the other factor is a layer's weights. */
const FEW = 8;

/** Loads the package and its .wasm file, for which it needs to read `node_modules`. */
export async function load(): Promise<Contender[]> {
  const ort = await import("onnxruntime-web/wasm");
  const file = new URL(
    "./ort-wasm-simd-threaded.wasm",
    import.meta.resolve("onnxruntime-web/wasm"),
  );
  try {
    ort.env.wasm.wasmBinary = (await Deno.readFile(file)).buffer;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new Unavailable("needs --allow-read for node_modules");
  }
  ort.env.wasm.numThreads = 1;

  type Input = TensorInfo & { readonly values: FloatArray };
  const model = async (
    nodes: Node[],
    inputs: Input[],
    constants: Constant[],
    outputs: TensorInfo[],
  ): Promise<Prepared> => {
    const session = await ort.InferenceSession.create(
      onnxModel(nodes, inputs, constants, outputs),
    );
    const feeds = Object.fromEntries(inputs.map(({ name, type, values, shape }) => [
      name,
      new ort.Tensor(type as "float32", values as Float32Array, shape),
    ]));
    let last: Awaited<ReturnType<typeof session.run>> = {};
    return {
      asynchronous: true,
      call: async () => last = await session.run(feeds),
      results: () => outputs.map(({ name }) => last[name]!.data as Float32Array),
      dispose: () => void session.release(),
    };
  };
  const tensor = (name: string, values: Float32Array, shape: number[]) =>
    ({ name, type: "float32", values, shape }) as const;
  type Product = Record<"a" | "b", Float32Array> & Record<"m" | "k" | "n", number>;
  /** A product with few rows or columns, whose large factor a model would hold as a constant. */
  const byConstantMatrix = ({ a, b, m, k, n }: Product) =>
    n === 1
      // As the product of a row and the transposed matrix, for which it packs the constant.
      ? model(
        [{ operator: "Gemm", inputs: ["b", "a"], outputs: ["y"], integers: { transB: 1 } }],
        [tensor("b", b, [1, k])],
        [tensor("a", a, [m, k])],
        [{ name: "y", type: "float32", shape: [1, m] }],
      )
      : model(
        [{ operator: "MatMul", inputs: ["a", "b"], outputs: ["y"] }],
        [tensor("a", a, [m, k])],
        [tensor("b", b, [k, n])],
        [{ name: "y", type: "float32", shape: [m, n] }],
      );
  const unary = (operator: string) => ({ x }: { x: Float32Array }) =>
    model(
      [{ operator, inputs: ["x"], outputs: ["y"] }],
      [tensor("x", x, [x.length])],
      [],
      [{ name: "y", type: "float32", shape: [x.length] }],
    );

  return [{
    name: "onnxruntime",
    kind: "WebAssembly",
    threads: 1,
    version: pinnedVersion("onnxruntime-web"),
    note: "asynchronous; inputs copied in and results out in every run, as it always does",
    operations: {
      matmul({ a, b, m, k, n }) {
        if (a instanceof Float32Array && Math.min(m, n) <= FEW) {
          return byConstantMatrix({ a, b: b as Float32Array, m, k, n });
        }
        const type = a instanceof Float32Array ? "float32" : "float64";
        return model(
          [{ operator: "MatMul", inputs: ["a", "b"], outputs: ["y"] }],
          [
            { name: "a", type, values: a, shape: [m, k] },
            { name: "b", type, values: b, shape: [k, n] },
          ],
          [],
          [{ name: "y", type, shape: [m, n] }],
        );
      },
      add({ a, b }) {
        return model(
          [{ operator: "Add", inputs: ["a", "b"], outputs: ["y"] }],
          [tensor("a", a, [a.length]), tensor("b", b, [b.length])],
          [],
          [{ name: "y", type: "float32", shape: [a.length] }],
        );
      },
      relu: unary("Relu"),
      sigmoid: unary("Sigmoid"),
      tanh: unary("Tanh"),
      exp: unary("Exp"),
      linearForward({ x, weight, bias, batch, inFeatures, outFeatures }) {
        return model(
          [{
            operator: "Gemm",
            inputs: ["x", "weight", "bias"],
            outputs: ["y"],
            integers: { transB: 1 },
          }],
          [tensor("x", x, [batch, inFeatures])],
          [
            tensor("weight", weight, [outFeatures, inFeatures]),
            tensor("bias", bias, [outFeatures]),
          ],
          [{ name: "y", type: "float32", shape: [batch, outFeatures] }],
        );
      },
      conv2d(inputs) {
        const { x, weight, bias, batch, inChannels, outChannels, kernelSize } = inputs;
        const { height, width } = convolvedSize(inputs), { padding, stride } = inputs;
        return model(
          [{
            operator: "Conv",
            inputs: ["x", "weight", "bias"],
            outputs: ["y"],
            integers: {
              kernel_shape: [kernelSize, kernelSize],
              pads: [padding, padding, padding, padding],
              strides: [stride, stride],
            },
          }],
          [tensor("x", x, [batch, inChannels, inputs.height, inputs.width])],
          [
            tensor("weight", weight, [outChannels, inChannels, kernelSize, kernelSize]),
            tensor("bias", bias, [outChannels]),
          ],
          [{ name: "y", type: "float32", shape: [batch, outChannels, height, width] }],
        );
      },
      batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
        const shape = [batch, channels, height, width];
        return model(
          [{
            operator: "BatchNormalization",
            inputs: ["x", "weight", "bias", "mean", "variance"],
            outputs: ["y"],
            floats: { epsilon },
          }],
          [tensor("x", inputs.x, shape)],
          (["weight", "bias", "mean", "variance"] as const).map((name) =>
            tensor(name, inputs[name], [channels])
          ),
          [{ name: "y", type: "float32", shape }],
        );
      },
      softmax({ x, rows, columns }) {
        return model(
          [{ operator: "Softmax", inputs: ["x"], outputs: ["y"], integers: { axis: 1 } }],
          [tensor("x", x, [rows, columns])],
          [],
          [{ name: "y", type: "float32", shape: [rows, columns] }],
        );
      },
      layerNorm({ x, weight, bias, rows, columns, epsilon }) {
        return model(
          [{
            operator: "LayerNormalization",
            inputs: ["x", "weight", "bias"],
            outputs: ["y"],
            integers: { axis: 1 },
            floats: { epsilon },
          }],
          [tensor("x", x, [rows, columns])],
          [tensor("weight", weight, [columns]), tensor("bias", bias, [columns])],
          [{ name: "y", type: "float32", shape: [rows, columns] }],
        );
      },
      gather({ table, indices, columns }) {
        const shape = [table.length / columns, columns];
        return model(
          [{ operator: "Gather", inputs: ["table", "indices"], outputs: ["y"] }],
          [{
            name: "indices",
            type: "int32",
            values: Int32Array.from(indices) as unknown as Float32Array,
            shape: [indices.length],
          }],
          [tensor("table", table, shape)],
          [{ name: "y", type: "float32", shape: [indices.length, columns] }],
        );
      },
    },
  }];
}
