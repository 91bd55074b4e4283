/**
 * Trains a small network to tell four patterns apart, with each backend:
 * `deno run benchmarks/train.ts`.
 *
 * Images are made here, as bytes. The network convolves, normalises over the batch, convolves again
 * and ends in a linear layer; AdamW makes the steps. What runs is the same in every backend, and the
 * losses agree until rounding has grown.
 */
import {
  adamWStep,
  batchNorm,
  batchNormBackward,
  batchStatistics,
  chooseKernelBackend,
  conv2d,
  conv2dBackward,
  type Conv2dShape,
  gatherNormalized,
  type KernelScope,
  kernelScope,
  linearBackward,
  linearForward,
  relu,
  reluBackward,
  shuffleIndices,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
  supportedKernelBackends,
} from "../kernels/mod.ts";
import { fillRandom } from "./_inputs.ts";

const SIDE = 8, CLASSES = 4, IMAGES = 512, BATCH = 32, CHANNELS = 8, FEATURES = 16;
const SHARED = { batch: BATCH, kernelHeight: 3, kernelWidth: 3, padding: 1 };
const first: Conv2dShape = {
  ...SHARED,
  inChannels: 1,
  outChannels: CHANNELS,
  height: SIDE,
  width: SIDE,
};
const second: Conv2dShape = {
  ...SHARED,
  inChannels: CHANNELS,
  outChannels: FEATURES,
  height: SIDE,
  width: SIDE,
  stride: 2,
  groups: 2,
};
const PIXELS = SIDE * SIDE, PLACES = PIXELS / 4;
const norm = { samples: BATCH, channels: CHANNELS, size: PIXELS };
const last = { batch: BATCH, inFeatures: FEATURES * PLACES, outFeatures: CLASSES };
const classes = { rows: BATCH, columns: CLASSES };

/** Images and what they show. */
interface Data {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Stripes down, along and aslant, and checks, each shifted at random and hidden in noise. */
function makeData(): Data {
  const images = new Uint8Array(IMAGES * PIXELS), labels = new Uint8Array(IMAGES);
  const noise = fillRandom(new Float64Array(images.length), 1);
  const shifts = fillRandom(new Float64Array(2 * IMAGES), 2);
  for (let image = 0; image < IMAGES; image++) {
    const label = labels[image] = image % CLASSES;
    const [down, along] = [0, 1].map((i) => Math.floor(2 * (shifts[2 * image + i]! + 1)));
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const row = Math.floor(pixel / SIDE) + down!, column = pixel % SIDE + along!;
      const place = [column, row, row + column, (row & 2) + column][label]!;
      const at = image * PIXELS + pixel;
      images[at] = ((place & 2) !== 0 ? 160 : 96) + 48 * noise[at]!;
    }
  }
  return { images, labels };
}

/** Numbers that training changes, and what AdamW keeps beside them. */
interface Parameter {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

function makeParameter(scope: KernelScope, values: Float32Array): Parameter {
  const value = scope.allocateFloat32(values.length);
  value.set(values);
  const [gradient, firstMoment, secondMoment] = [1, 2, 3].map(() =>
    scope.allocateFloat32(values.length)
  ) as [Float32Array, Float32Array, Float32Array];
  return { value, gradient, firstMoment, secondMoment };
}

/** Weights as Kaiming He begins with them: uniform, of variance 2 / inputs. */
function weights(length: number, inputs: number, seed: number): Float32Array {
  const limit = Math.sqrt(6 / inputs);
  return fillRandom(new Float32Array(length), seed).map((value) => value * limit);
}

/**
 * Trains a new network with the backend in use.
 *
 * @param steps How many batches it sees.
 * @returns The mean loss of each batch, before its step.
 */
export function train(steps: number): number[] {
  using scope = kernelScope();
  const { images, labels } = makeData();
  const parameter = (values: Float32Array) => makeParameter(scope, values);
  const firstWeight = parameter(weights(CHANNELS * 9, 9, 3));
  const scale = parameter(new Float32Array(CHANNELS).fill(1));
  const shift = parameter(new Float32Array(CHANNELS));
  const secondWeight = parameter(weights(FEATURES * CHANNELS / 2 * 9, CHANNELS / 2 * 9, 4));
  const secondBias = parameter(new Float32Array(FEATURES));
  const lastWeight = parameter(weights(CLASSES * last.inFeatures, last.inFeatures, 5));
  const lastBias = parameter(new Float32Array(CLASSES));
  const parameters = [firstWeight, scale, shift, secondWeight, secondBias, lastWeight, lastBias];

  const x = scope.allocateFloat32(BATCH * PIXELS);
  const convolved = scope.allocateFloat32(BATCH * CHANNELS * PIXELS);
  const normal = scope.allocateFloat32(convolved.length);
  const normalGradient = scope.allocateFloat32(convolved.length);
  const features = scope.allocateFloat32(BATCH * last.inFeatures);
  const featuresGradient = scope.allocateFloat32(features.length);
  const logits = scope.allocateFloat32(BATCH * CLASSES);
  const mean = scope.allocateFloat32(CHANNELS), variance = scope.allocateFloat32(CHANNELS);
  const loss = new Float32Array(1), one = new Float32Array([1]);
  const order = new Uint32Array(IMAGES);

  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const start = step * BATCH % IMAGES;
    if (start === 0) shuffleIndices(order, { seed: step });
    const indices = order.subarray(start, start + BATCH);
    const batchLabels = Uint8Array.from(indices, (index) => labels[index]!);
    const pixels = { channels: 1, size: PIXELS, mean: [0.5], deviation: [0.25] };
    gatherNormalized(images, indices, x, pixels);

    conv2d(x, firstWeight.value, undefined, convolved, first);
    batchStatistics(convolved, { mean, variance }, norm);
    batchNorm(convolved, mean, variance, scale.value, shift.value, normal, norm);
    relu(normal, normal);
    conv2d(normal, secondWeight.value, secondBias.value, features, second);
    relu(features, features);
    linearForward(features, lastWeight.value, lastBias.value, logits, last);
    losses.push(softmaxCrossEntropy(logits, batchLabels, loss, classes)[0]!);

    softmaxCrossEntropyBackward(logits, batchLabels, one, logits, classes);
    linearBackward(features, lastWeight.value, logits, {
      x: featuresGradient,
      weight: lastWeight.gradient,
      bias: lastBias.gradient,
    }, last);
    reluBackward(features, featuresGradient, featuresGradient);
    conv2dBackward(normal, secondWeight.value, featuresGradient, {
      x: normalGradient,
      weight: secondWeight.gradient,
      bias: secondBias.gradient,
    }, second);
    reluBackward(normal, normalGradient, normalGradient);
    batchNormBackward(convolved, mean, variance, scale.value, normalGradient, {
      x: normalGradient,
      weight: scale.gradient,
      bias: shift.gradient,
    }, norm);
    conv2dBackward(x, firstWeight.value, normalGradient, { weight: firstWeight.gradient }, first);

    const options = { step: step + 1, learningRate: 0.01 };
    for (const { value, gradient, firstMoment, secondMoment } of parameters) {
      adamWStep(value, gradient, firstMoment, secondMoment, options);
    }
  }
  return losses;
}

if (import.meta.main) {
  const STEPS = 100, EVERY = 10;
  for (const backend of supportedKernelBackends()) {
    chooseKernelBackend(backend);
    const shown = train(STEPS).filter((_, step) => step % EVERY === EVERY - 1);
    console.log(`${backend}, loss every ${EVERY} batches:`);
    console.log("  " + shown.map((loss) => loss.toFixed(4)).join(" "));
  }
}
