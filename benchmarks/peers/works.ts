/** The compared works: operations at the sizes that matter, with seeded inputs. */
import type { FloatArray, OperationName, Operations } from "./contender.ts";

/** One row of the table. */
export interface Work<Name extends OperationName = OperationName> {
  readonly name: string;
  readonly operation: Name;
  /** Floating-point operations a call, if a rate in FLOP/s is meaningful. */
  readonly flops?: number;
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

/** All works, in the order of the table. */
export const works: readonly Work[] = [
  matmul("float32", 100),
  matmul("float32", 512),
  matmul("float32", 1000),
  matmul("float64", 100),
  matmul("float64", 1000),
  add("add f32 10k", 10_000),
  add("add f32 1M", MILLION),
  elementwise("relu"),
  elementwise("sigmoid"),
  elementwise("tanh"),
  elementwise("exp"),
  linear("linear forward", "linearForward"),
  linear("linear backward", "linearBackward"),
  {
    name: "softmax 128x1000",
    operation: "softmax",
    tolerance: 1e-5,
    scale: 1e-6,
    inputs: () => ({ x: random(128_000, 1, 5), rows: 128, columns: 1000 }),
  } satisfies Work<"softmax">,
  {
    name: "layer norm 128x1000",
    operation: "layerNorm",
    tolerance: 1e-5,
    scale: 1,
    inputs: () => ({
      x: random(128_000, 1, 5),
      weight: random(1000, 2),
      bias: random(1000, 3),
      rows: 128,
      columns: 1000,
      epsilon: 1e-5,
    }),
  } satisfies Work<"layerNorm">,
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

function matmul(type: "float32" | "float64", size: number): Work<"matmul"> {
  return {
    name: `matmul f${type.slice(5)} ${size}`,
    operation: "matmul",
    flops: 2 * size ** 3,
    tolerance: size * ROUNDOFF[type],
    // A sum of `size` products of numbers spread evenly over [-1, 1) is about this large.
    scale: Math.sqrt(size) / 3,
    inputs() {
      let a: FloatArray = random(size * size, 1), b: FloatArray = random(size * size, 2);
      if (type === "float64") a = fullPrecision(a), b = fullPrecision(b);
      return { a, b, m: size, k: size, n: size };
    },
  };
}

function add(name: string, length: number): Work<"add"> {
  const inputs = () => ({ a: random(length, 1), b: random(length, 2) });
  return { name, operation: "add", tolerance: ROUNDOFF.float32, scale: 0, inputs };
}

function elementwise<Name extends "relu" | "sigmoid" | "tanh" | "exp">(operation: Name) {
  return {
    name: `${operation} f32 1M`,
    operation,
    tolerance: 1e-5,
    // Allows a millionth near 0, where some lose digits to 1 - exp(x) and the like.
    scale: 0.1,
    // Wide enough for sigmoid and tanh to be flat at the ends.
    inputs: () => ({ x: random(MILLION, 1, 10) }),
  } satisfies Work<"relu" | "sigmoid" | "tanh" | "exp">;
}

function linear<Name extends "linearForward" | "linearBackward">(name: string, operation: Name) {
  const batch = 32, inFeatures = 784, outFeatures = 128;
  return {
    name,
    operation,
    flops: (operation === "linearForward" ? 2 : 4) * batch * inFeatures * outFeatures,
    tolerance: inFeatures * ROUNDOFF.float32,
    scale: Math.sqrt(batch) / 3,
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
