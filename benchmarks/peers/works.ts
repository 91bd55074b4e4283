/** The compared works: operations at the sizes that matter, with seeded inputs. */
import type { FloatArray, OperationName, Operations } from "./contender.ts";

/** One row of the table. */
export interface Work<Name extends OperationName = OperationName> {
  readonly name: string;
  readonly operation: Name;
  /** Largest error that counts as right: a share of the wanted value or of `scale`. */
  readonly tolerance: number;
  /** For a smaller wanted value, the error is relative to this instead. */
  readonly scale: number;
  /**
   * Makes the inputs; called when the work's turn comes, so that only one set is alive at a time.
   */
  readonly inputs: () => Operations[Name];
}

const MILLION = 1_000_000;
/** Unit roundoffs: half the distance from 1 to the next number. */
const ROUNDOFF = { float32: 2 ** -24, float64: 2 ** -53 };
type FloatType = keyof typeof ROUNDOFF;

/** All works, in the order of the table. */
export const works: readonly Work[] = [
  square("float32", 8),
  square("float32", 16),
  square("float32", 100),
  square("float32", 512),
  square("float32", 1000),
  square("float64", 100),
  square("float64", 1000),
  // A vector or a few of them times a matrix, which memory bounds rather than arithmetic.
  ...[1, 2, 4, 8].map((rows) => matmul("float32", [rows, 1000, 1000])),
  matmul("float32", [1000, 1000, 1]),
  add("add f32 64", 64),
  add("add f32 10k", 10_000),
  add("add f32 1M", MILLION),
  elementwise("relu", 64, "64"),
  elementwise("relu"),
  elementwise("sigmoid"),
  elementwise("tanh"),
  elementwise("exp"),
  linear("linear forward", "linearForward", [32, 784, 128]),
  linear("linear backward", "linearBackward", [32, 784, 128]),
  linear("linear 16>16, batch 1", "linearForward", [1, 16, 16]),
  linear("linear 784>128, batch 1", "linearForward", [1, 784, 128]),
  linear("linear 1024>1024, batch 1", "linearForward", [1, 1024, 1024]),
  conv2d([16, 32], { batch: 8, size: 28, kernelSize: 3, padding: 1 }),
  conv2d([64, 64], { size: 56, kernelSize: 3, padding: 1 }),
  conv2d([256, 256], { size: 14, kernelSize: 3, padding: 1 }),
  conv2d([3, 64], { size: 224, kernelSize: 7, padding: 3, stride: 2 }),
  conv2d([64, 256], { size: 56, kernelSize: 1 }),
  {
    name: "batch norm 32x64x28x28",
    operation: "batchNorm",
    tolerance: 1e-6,
    scale: 1,
    inputs() {
      const batch = 32, channels = 64, height = 28, width = 28;
      return {
        x: random(batch * channels * height * width, 1, 5),
        mean: random(channels, 2),
        variance: random(channels, 3).map((value) => value + 1.5),
        weight: random(channels, 4),
        bias: random(channels, 5),
        batch,
        channels,
        height,
        width,
        epsilon: 1e-5,
      };
    },
  } satisfies Work<"batchNorm">,
  softmax(4, 16),
  softmax(128, 1000),
  layerNorm(4, 16),
  layerNorm(128, 1000),
  { ...optimizer("SGD 1M", "sgd"), inputs: optimizerInputs } satisfies Work<"sgd">,
  {
    ...optimizer("momentum 1M", "momentum"),
    inputs: () => ({ ...optimizerInputs(), momentum: 0.9 }),
  } satisfies Work<"momentum">,
  {
    ...optimizer("Adam 1M", "adam"),
    inputs: () => ({ ...optimizerInputs(), beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
  } satisfies Work<"adam">,
  {
    name: "gather 128 of 784",
    operation: "gather",
    tolerance: 0,
    scale: 1,
    inputs() {
      const rows = 10_000, columns = 784;
      const indices = Uint32Array.from(random(128, 2), (value) => (value + 1) / 2 * rows);
      return { table: random(rows * columns, 1), indices, columns };
    },
  } satisfies Work<"gather">,
];

function square(type: FloatType, size: number): Work<"matmul"> {
  return matmul(type, [size, size, size], String(size));
}

/** A product of an m × k and a k × n matrix. */
function matmul(
  type: FloatType,
  [m, k, n]: readonly [number, number, number],
  sizes = `${m}x${k}x${n}`,
): Work<"matmul"> {
  return {
    name: `matmul f${type.slice(5)} ${sizes}`,
    operation: "matmul",
    tolerance: k * ROUNDOFF[type],
    scale: sumOfProducts(k),
    inputs() {
      let a: FloatArray = random(m * k, 1), b: FloatArray = random(k * n, 2);
      if (type === "float64") a = fullPrecision(a), b = fullPrecision(b);
      return { a, b, m, k, n };
    },
  };
}

/** About how large a sum of so many products of numbers spread evenly over [-1, 1) is. */
function sumOfProducts(count: number): number {
  return Math.sqrt(count) / 3;
}

function add(name: string, length: number): Work<"add"> {
  const inputs = () => ({ a: random(length, 1), b: random(length, 2) });
  return { name, operation: "add", tolerance: ROUNDOFF.float32, scale: 0, inputs };
}

function elementwise<Name extends "relu" | "sigmoid" | "tanh" | "exp">(
  operation: Name,
  length = MILLION,
  size = "1M",
) {
  return {
    name: `${operation} f32 ${size}`,
    operation,
    tolerance: 1e-5,
    // Allows a millionth near 0, where some lose digits to 1 - exp(x) and the like.
    scale: 0.1,
    // Wide enough for sigmoid and tanh to be flat at the ends.
    inputs: () => ({ x: random(length, 1, 10) }),
  } satisfies Work<"relu" | "sigmoid" | "tanh" | "exp">;
}

function linear<Name extends "linearForward" | "linearBackward">(
  name: string,
  operation: Name,
  [batch, inFeatures, outFeatures]: readonly [number, number, number],
) {
  // The shortest sums are those over inFeatures, or backward those of the weights' gradients.
  const shortest = operation === "linearForward" ? inFeatures : batch;
  return {
    name,
    operation,
    tolerance: inFeatures * ROUNDOFF.float32,
    scale: sumOfProducts(shortest),
    inputs: () => ({
      batch,
      inFeatures,
      outFeatures,
      x: random(batch * inFeatures, 1),
      weight: random(inFeatures * outFeatures, 2),
      bias: random(outFeatures, 3),
      outGradient: random(batch * outFeatures, 4),
    }),
  };
}

/** A convolution of square images, named by its channels, its kernel and the size of its input. */
function conv2d(
  [inChannels, outChannels]: readonly [number, number],
  { batch = 1, size, kernelSize, padding = 0, stride = 1 }: {
    readonly batch?: number;
    readonly size: number;
    readonly kernelSize: number;
    readonly padding?: number;
    readonly stride?: number;
  },
): Work<"conv2d"> {
  const image = { height: size, width: size };
  const sizes = { batch, inChannels, outChannels, ...image, kernelSize, stride, padding };
  const depth = inChannels * kernelSize ** 2;
  return {
    name: `conv2d ${inChannels}>${outChannels} ${kernelSize}x${kernelSize}` +
      `${stride === 1 ? "" : `/${stride}`}, ${batch}x${size}x${size}`,
    operation: "conv2d",
    tolerance: depth * ROUNDOFF.float32,
    scale: sumOfProducts(depth),
    inputs: () => ({
      ...sizes,
      x: random(batch * inChannels * size ** 2, 1),
      weight: random(outChannels * depth, 2),
      bias: random(outChannels, 3),
    }),
  };
}

function softmax(rows: number, columns: number): Work<"softmax"> {
  return {
    name: `softmax ${rows}x${columns}`,
    operation: "softmax",
    tolerance: 1e-5,
    scale: 1e-6,
    inputs: () => ({ x: random(rows * columns, 1, 5), rows, columns }),
  };
}

function layerNorm(rows: number, columns: number): Work<"layerNorm"> {
  return {
    name: `layer norm ${rows}x${columns}`,
    operation: "layerNorm",
    tolerance: 1e-5,
    scale: 1,
    inputs: () => ({
      x: random(rows * columns, 1, 5),
      weight: random(columns, 2),
      bias: random(columns, 3),
      rows,
      columns,
      epsilon: 1e-5,
    }),
  };
}

function optimizer<Name extends OperationName>(name: string, operation: Name) {
  return { name, operation, tolerance: 1e-6, scale: 1 };
}

function optimizerInputs() {
  return {
    parameters: random(MILLION, 1),
    gradients: random(MILLION, 2),
    // Constant gradients keep pushing one way, but the parameters must stay finite after any number
    // of steps.
    learningRate: 1e-3,
  };
}

/** Numbers that need all bits of a float64: otherwise every product would be exact. */
function fullPrecision(values: FloatArray): Float64Array {
  return Float64Array.from(values, (value) => value / 0.3 / 4);
}

/** Numbers in [-spread, spread), the same for the same seed (a linear congruential generator). */
function random(length: number, seed: number, spread = 1): Float32Array {
  const out = new Float32Array(length);
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // The highest 24 bits: as many as a float32 holds exactly.
    out[i] = ((state >>> 8) / 2 ** 23 - 1) * spread;
  }
  return out;
}
