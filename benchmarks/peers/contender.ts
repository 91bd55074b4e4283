/**
 * The interface of a peer: for each operation that it knows, a closure ready to be timed.
 *
 * A peer file exports `load(): Promise<Contender[]>`. If it cannot run, it throws an {@linkcode
 * Unavailable} that says why. The command then reports the reason and continues.
 *
 * @module
 */

/** Numbers for the operations. */
export type FloatArray = Float32Array | Float64Array;

/** Sizes of a fully connected layer; weights are outFeatures × inFeatures. */
interface LinearSizes {
  readonly batch: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

/**
 * Sizes of a convolution with square kernels; images are batch × channels × height × width, and
 * weights outChannels × inChannels × kernelSize × kernelSize.
 */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
}

/** Inputs of one operation on single values. */
export interface Elementwise {
  readonly x: Float32Array;
}

/** Inputs of an optimiser's step; the gradients stay the same in every step. */
export interface Optimizer {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly learningRate: number;
}

/** Operations that are compared, with their inputs. Nothing may write to these arrays. */
export interface Operations {
  matmul: {
    readonly a: FloatArray;
    readonly b: FloatArray;
    readonly m: number;
    readonly k: number;
    readonly n: number;
  };
  add: { readonly a: Float32Array; readonly b: Float32Array };
  relu: Elementwise;
  sigmoid: Elementwise;
  tanh: Elementwise;
  exp: Elementwise;
  linearForward: LinearSizes & {
    readonly x: Float32Array;
    readonly weight: Float32Array;
    readonly bias: Float32Array;
  };
  /** Results, in this order: gradients of x, of the weights, of the bias. */
  linearBackward: LinearSizes & {
    readonly x: Float32Array;
    readonly weight: Float32Array;
    readonly outGradient: Float32Array;
  };
  conv2d: ConvolutionSizes & {
    readonly x: Float32Array;
    readonly weight: Float32Array;
    readonly bias: Float32Array;
  };
  /** With given statistics, as for inference; images as for `conv2d`. */
  batchNorm: Elementwise & {
    readonly mean: Float32Array;
    readonly variance: Float32Array;
    readonly weight: Float32Array;
    readonly bias: Float32Array;
    readonly batch: number;
    readonly channels: number;
    readonly height: number;
    readonly width: number;
    readonly epsilon: number;
  };
  softmax: Elementwise & { readonly rows: number; readonly columns: number };
  layerNorm: Elementwise & {
    readonly weight: Float32Array;
    readonly bias: Float32Array;
    readonly rows: number;
    readonly columns: number;
    readonly epsilon: number;
  };
  /** Result of each optimiser: the parameters. */
  sgd: Optimizer;
  momentum: Optimizer & { readonly momentum: number };
  adam: Optimizer & { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  gather: {
    readonly table: Float32Array;
    readonly indices: Uint32Array;
    readonly columns: number;
  };
}

/** Name of an operation. */
export type OperationName = keyof Operations;

/** One operation on one set of inputs, ready to be called over and over. */
export interface Prepared {
  /** Does the work once. A promise is awaited within the measured time. */
  readonly call: () => unknown;
  /** Whether `call` returns a promise; known beforehand, so that other calls pay for no `await`. */
  readonly asynchronous?: boolean;
  /** Called before and after each turn, outside the measured time. */
  readonly enter?: () => void | Promise<void>;
  readonly leave?: () => void | Promise<void>;
  /** The results of the last call, each as row-major numbers. Absent: there is nothing to check. */
  readonly results?: () => ArrayLike<number>[] | Promise<ArrayLike<number>[]>;
  /** Gives memory back. */
  readonly dispose?: () => void;
}

/** Height and width of a convolution's results. */
export function convolvedSize(sizes: ConvolutionSizes): { height: number; width: number } {
  const { height, width, kernelSize, stride, padding } = sizes;
  const along = (length: number) => Math.floor((length + 2 * padding - kernelSize) / stride) + 1;
  return { height: along(height), width: along(width) };
}

/** What runs a contender's inner loops; targets name the kinds with which they compare. */
export type Kind = "benchline" | "WebAssembly" | "JavaScript" | "native" | "limit";

/** One column of the table. */
export interface Contender {
  /** Short and unique, a heading of the table. */
  readonly name: string;
  readonly kind: Kind;
  /** Threads at work at once. */
  readonly threads: number;
  /** Version of the contender, by its own account if possible. */
  readonly version: string;
  /** Facts that a reader needs to judge the figures. */
  readonly note?: string;
  /** Operations on offer. One may still decline certain inputs by returning undefined. */
  readonly operations: {
    readonly [Name in OperationName]?: (
      inputs: Operations[Name],
    ) => Prepared | undefined | Promise<Prepared | undefined>;
  };
}

/** A peer that cannot take part, for a reason that is nobody's bug. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** One line on what went wrong. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line] = error.message.split("\n");
  return error.name === "Unavailable" ? line! : `${error.name}: ${line}`;
}
