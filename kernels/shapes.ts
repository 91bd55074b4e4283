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
  /** Numbers from a stored row of `a` to the next, BLAS's lda; the length of a row by default. */
  readonly aRowStride?: number;
  /** The same for `b`. */
  readonly bRowStride?: number;
  /** The same for `out`. Numbers between its rows stay as they are. */
  readonly outRowStride?: number;
  /** How many products to compute; 1 by default. */
  readonly batch?: number;
  /**
   * Numbers from an `a` to the next; by default, they follow one another. 0 uses the same `a` in
   * every product.
   */
  readonly aBatchStride?: number;
  /** The same for `b`. */
  readonly bBatchStride?: number;
  /** The same for `out`. Products must not overlap, but their rows may interleave. */
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

/** Arrays for the gradients of `linearBackward`. */
export interface LinearGradients {
  /** batch × inFeatures numbers; left out if nothing needs them, as in a first layer. */
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
   * Groups of channels; 1 by default. Each group has kernels of its own. Both numbers of channels
   * must be multiples of it.
   */
  readonly groups?: number;
}

/** Arrays for the gradients of a convolution. Gradients that nothing needs are left out. */
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
  /** Number of rows; each is computed separately. */
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
  /** "none" gives the loss of each row, and "mean" their mean, which is the default. */
  readonly reduction?: "mean" | "none";
}

/** Sizes and options of `batchNormBackward`. */
export interface BatchNormBackwardShape extends BatchNormShape {
  /**
   * Whether mean and variance do not depend on `x`, such as the running statistics of a trained
   * network. By default, they are those of the batch.
   */
  readonly fixedStatistics?: boolean;
}

/** Arrays for the gradients of a normalisation. Gradients that nothing needs are left out. */
export interface NormGradients {
  /** As long as the input. */
  readonly x?: Float32Array | undefined;
  /** As long as the weights. */
  readonly weight?: Float32Array | undefined;
  /** As long as the weights. */
  readonly bias?: Float32Array | undefined;
}

/** Arrays for the results of `batchStatistics`. */
export interface BatchStatistics {
  /** One number a channel. */
  readonly mean: Float32Array;
  /** One number a channel: the mean of squared distances from the mean. */
  readonly variance: Float32Array;
}

/** Options of `sgdStep`. */
export interface SgdOptions {
  /** Factor of the gradient. */
  readonly learningRate: number;
  /** Share of a parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
}

/** Options of `momentumStep`. */
export interface MomentumOptions {
  /** Factor of the velocity. */
  readonly learningRate: number;
  /** Share of the velocity that is kept; most programs use 0.9. */
  readonly momentum: number;
  /** Share of a parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
  /** Share of the gradient that does not enter the velocity; 0 by default. */
  readonly dampening?: number;
  /** Number of this step, from 1 on. Only dampening needs it: step 1 is not dampened. */
  readonly step?: number;
  /** Whether the step looks ahead (Nesterov). It needs a momentum above 0 and no dampening. */
  readonly nesterov?: boolean;
}

/** Options of `adamStep`; the defaults are the paper's. */
export interface AdamOptions {
  /** Number of this step, a whole number from 1 on. */
  readonly step: number;
  /** 0.001 by default. */
  readonly learningRate?: number;
  /** Decay of the first moment, in [0, 1); 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1); 0.999 by default. */
  readonly beta2?: number;
  /** Keeps the quotient finite; 1e-8 by default. */
  readonly epsilon?: number;
  /** Share of a parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number;
}

/** Options of `adamWStep`; the defaults are PyTorch's. */
export interface AdamWOptions extends Omit<AdamOptions, "weightDecay"> {
  /** Each parameter loses this share, times the learning rate, in a step; 0.01 by default. */
  readonly weightDecay?: number;
}

/** Sizes for `gatherRows`. */
export interface GatherShape {
  /** Numbers of a row. */
  readonly columns: number;
}

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** The number that becomes 0. */
  readonly mean: number;
  /** The distance from the mean that becomes 1; not 0. */
  readonly deviation: number;
}

/** Options that shift and scale channels. */
export interface ChannelOptions {
  /** The number of each channel that becomes 0. */
  readonly mean: ArrayLike<number>;
  /** The distance from the mean that becomes 1, for each channel; none is 0. */
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
  /** Bytes are first divided by it; 255 by default, so that they reach from 0 to 1. */
  readonly divisor?: number;
}
