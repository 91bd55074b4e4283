/** Sizes and options of the kernels. @module */

/** Sizes of a matrix product: m × k times k × n gives m × n. */
export interface MatmulShape {
  /** Rows of `a` and of the product. */
  readonly m: number;
  /** Columns of `a`, rows of `b`. */
  readonly k: number;
  /** Columns of `b` and of the product. */
  readonly n: number;
  /** Whether `a` is stored as its transpose, k × m. */
  readonly transposeA?: boolean;
  /** Whether `b` is stored as its transpose, n × k. */
  readonly transposeB?: boolean;
  /** Whether the product is added to what `out` holds. */
  readonly accumulate?: boolean;
  /** Numbers from a row of `a`, as it is stored, to the next; BLAS's lda. Their length by default. */
  readonly aRowStride?: number;
  /** The same of `b`. */
  readonly bRowStride?: number;
  /** The same of `out`. What lies between its rows stays as it is. */
  readonly outRowStride?: number;
  /** How many products to compute; 1 by default. */
  readonly batch?: number;
  /**
   * Numbers from an `a` to the next; by default they follow one another. 0 uses the same in every
   * product.
   */
  readonly aBatchStride?: number;
  /** The same of `b`. */
  readonly bBatchStride?: number;
  /** The same of `out`, where products must not overlap. Their rows may lie between each other. */
  readonly outBatchStride?: number;
}

/** Sizes of a linear layer. */
export interface LinearShape {
  /** Samples computed at once. */
  readonly batch: number;
  /** Numbers that go in, per sample. */
  readonly inFeatures: number;
  /** Numbers that come out, per sample. */
  readonly outFeatures: number;
}

/** Where `linearBackward` puts the gradients. */
export interface LinearGradients {
  /** batch × inFeatures numbers; left out where nothing needs them, as in a first layer. */
  readonly x?: Float32Array | undefined;
  /** outFeatures × inFeatures numbers. */
  readonly weight: Float32Array;
  /** outFeatures numbers; left out in a layer without a bias. */
  readonly bias?: Float32Array | undefined;
}

/** Sizes of a two-dimensional convolution. */
export interface Conv2dShape {
  /** Images computed at once. */
  readonly batch: number;
  /** Channels of an image. */
  readonly inChannels: number;
  /** Rows of an image. */
  readonly height: number;
  /** Columns of an image. */
  readonly width: number;
  /** Channels of a result. */
  readonly outChannels: number;
  /** Rows of the kernel. */
  readonly kernelHeight: number;
  /** Columns of the kernel. */
  readonly kernelWidth: number;
  /** Pixels from one place of the kernel to the next; 1 by default. [Down, along] or one for both. */
  readonly stride?: number | readonly [number, number];
  /** Zeros around the image; 0 by default. [Above and below, left and right] or one for both. */
  readonly padding?: number | readonly [number, number];
  /** Pixels from one number of the kernel to the next; 1 by default. [Down, along] or one for both. */
  readonly dilation?: number | readonly [number, number];
  /**
   * Groups of channels, each convolved with a kernel of its own; 1 by default. Both numbers of
   * channels must be multiples of it.
   */
  readonly groups?: number;
}

/** Where the gradients of a convolution go; what nothing needs is left out. */
export interface Conv2dGradients {
  /** As long as the input; a first layer does not need it. */
  readonly x?: Float32Array | undefined;
  /** As long as the weights. */
  readonly weight?: Float32Array | undefined;
  /** outChannels numbers. */
  readonly bias?: Float32Array | undefined;
}

/** Sizes of a matrix that is treated row by row. */
export interface RowsShape {
  /** Rows, each treated by itself. */
  readonly rows: number;
  /** Numbers of a row. */
  readonly columns: number;
}

/** Sizes and options of `layerNorm`. */
export interface RowNormShape extends RowsShape {
  /** Added to the variance, so that no row is divided by 0; 1e-5 by default. */
  readonly epsilon?: number;
}

/** Sizes of data with channels: samples × channels × size numbers. */
export interface BatchShape {
  /** Samples of the batch. */
  readonly samples: number;
  /** Channels of a sample. */
  readonly channels: number;
  /** Numbers of a channel in a sample: height × width of an image, 1 for plain features. */
  readonly size: number;
}

/** Sizes and options of `batchNorm`. */
export interface BatchNormShape extends BatchShape {
  /** Added to the variance, so that no channel is divided by 0; 1e-5 by default. */
  readonly epsilon?: number;
}

/** Sizes and options of `softmaxCrossEntropy`. */
export interface CrossEntropyShape extends RowsShape {
  /** Whether there is a loss of each row, or only their mean, which is the default. */
  readonly reduction?: "mean" | "none";
}

/** Sizes and options of `batchNormBackward`. */
export interface BatchNormBackwardShape extends BatchNormShape {
  /**
   * Whether mean and variance stay as they are when `x` changes, as the running ones of a trained
   * network do. By default they are those of the batch.
   */
  readonly fixedStatistics?: boolean;
}

/** Where the gradients of a normalisation go; what nothing needs is left out. */
export interface NormGradients {
  /** As long as the input. */
  readonly x?: Float32Array | undefined;
  /** As long as the weights. */
  readonly weight?: Float32Array | undefined;
  /** As long as the weights. */
  readonly bias?: Float32Array | undefined;
}

/** Where `batchStatistics` puts its results. */
export interface BatchStatistics {
  /** One number a channel. */
  readonly mean: Float32Array;
  /** One number a channel; the mean of squared distances, divided by their number. */
  readonly variance: Float32Array;
}

/** Options of `sgdStep`. */
export interface SgdOptions {
  /** What the gradient is multiplied with. */
  readonly learningRate: number;
  /** How much of a parameter is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
}

/** Options of `momentumStep`. */
export interface MomentumOptions {
  /** What the velocity is multiplied with. */
  readonly learningRate: number;
  /** How much of the velocity is kept, 0.9 in most uses. */
  readonly momentum: number;
  /** How much of a parameter is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
  /** The share of the gradient that does not enter the velocity; 0 by default. */
  readonly dampening?: number;
  /** Number of this step, which counts from 1. Only dampening needs it: step 1 is not dampened. */
  readonly step?: number;
  /** Whether the step looks ahead (Nesterov); it then needs a momentum above 0, undampened. */
  readonly nesterov?: boolean;
}

/** Options of `adamStep`; the defaults are the paper's. */
export interface AdamOptions {
  /** Number of this step, a whole number that counts from 1. */
  readonly step: number;
  /** 0.001 by default. */
  readonly learningRate?: number;
  /** Decay of the first moment, in [0, 1); 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1); 0.999 by default. */
  readonly beta2?: number;
  /** Keeps the quotient finite; 1e-8 by default. */
  readonly epsilon?: number;
  /** How much of a parameter is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
}

/** Options of `adamWStep`; the defaults are PyTorch's. */
export interface AdamWOptions extends Omit<AdamOptions, "weightDecay"> {
  /** Times the learning rate, the share that each parameter loses in a step; 0.01 by default. */
  readonly weightDecay?: number;
}

/** Sizes for `gatherRows`. */
export interface GatherShape {
  /** Numbers of a row. */
  readonly columns: number;
}

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** Becomes 0. */
  readonly mean: number;
  /** Becomes 1; not 0. */
  readonly deviation: number;
}

/** What the channels of data become. */
export interface ChannelOptions {
  /** Becomes 0; one number a channel. */
  readonly mean: ArrayLike<number>;
  /** Becomes 1; one number a channel, none of them 0. */
  readonly deviation: ArrayLike<number>;
}

/** Sizes and options of `normalizeChannels`. */
export interface NormalizeChannelsShape extends BatchShape, ChannelOptions {}

/** Sizes and options of `gatherNormalized`. */
export interface GatherNormalizedShape extends ChannelOptions {
  /** Channels of a row. */
  readonly channels: number;
  /** Bytes of a channel in a row: height × width of an image. */
  readonly size: number;
  /** What bytes are divided by first; 255 by default, so that they reach from 0 to 1. */
  readonly divisor?: number;
}
