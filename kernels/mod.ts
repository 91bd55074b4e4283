/**
 * Numeric kernels over typed arrays that run from TypeScript source, with no build step.
 *
 * Matrices are row-major. Every kernel writes into the output that it is given, and returns it.
 * Kernels work on arrays from {@linkcode allocateFloat32} in place. Any other Float32Array works
 * too, at a cost that each kernel states.
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
export { exp, relu, sigmoid, tanh } from "./activations.ts";
export {
  chooseKernelBackend,
  type KernelBackend,
  kernelBackend,
  supportedKernelBackends,
} from "./backend.ts";
export type { FloatArray } from "./checks.ts";
export { gatherNormalized, normalizeChannels } from "./channels.ts";
export { conv2d, conv2dOutputSize } from "./conv2d.ts";
export { gatherRows, normalize } from "./data.ts";
export { reluBackward } from "./gradients/activations.ts";
export { conv2dBackward } from "./gradients/conv2d.ts";
export { softmaxCrossEntropy, softmaxCrossEntropyBackward } from "./gradients/cross_entropy.ts";
export { batchNormBackward, layerNormBackward } from "./gradients/norms.ts";
export { linearBackward, linearForward } from "./linear.ts";
export { matmul } from "./matmul.ts";
export {
  allocateFloat32,
  allocateFloat64,
  type AllocateOptions,
  free,
  type KernelScope,
  kernelScope,
} from "./memory.ts";
export { batchNorm, batchStatistics, layerNorm, softmax } from "./norms.ts";
export { adamStep, adamWStep, momentumStep, sgdStep } from "./optimizers.ts";
export * as reference from "./reference.ts";
export type {
  AdamOptions,
  AdamWOptions,
  BatchNormBackwardShape,
  BatchNormShape,
  BatchShape,
  BatchStatistics,
  ChannelOptions,
  Conv2dGradients,
  Conv2dShape,
  CrossEntropyShape,
  GatherNormalizedShape,
  GatherShape,
  LinearGradients,
  LinearShape,
  MatmulShape,
  MomentumOptions,
  NormalizeChannelsShape,
  NormalizeOptions,
  NormGradients,
  RowNormShape,
  RowsShape,
  SgdOptions,
} from "./shapes.ts";
export { type KernelThreads, startKernelThreads } from "./threads.ts";
export { shuffleIndices, type ShuffleOptions } from "./shuffle.ts";
