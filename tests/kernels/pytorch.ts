/**
 * Optimisers by the algorithms in the documentation of PyTorch (torch.optim.SGD, Adam and AdamW of
 * version 2), on 64-bit floats and without foreach, maximize and amsgrad.
 */

/** The options of torch.optim.SGD. */
export interface TorchSgdOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weight_decay: number;
  readonly nesterov: boolean;
}

/** The options of torch.optim.Adam and AdamW. */
export interface TorchAdamOptions {
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weight_decay: number;
}

/** Runs SGD over the gradients of each step, and returns the parameters and the momentum buffer. */
export function torchSgd(
  start: ArrayLike<number>,
  steps: readonly ArrayLike<number>[],
  { lr, momentum, dampening, weight_decay, nesterov }: TorchSgdOptions,
): { theta: Float64Array; b: Float64Array } {
  const theta = Float64Array.from(start), b = new Float64Array(theta.length);
  steps.forEach((gradients, index) => {
    const t = index + 1;
    for (let i = 0; i < theta.length; i++) {
      let g = gradients[i]!;
      if (weight_decay !== 0) g = g + weight_decay * theta[i]!;
      if (momentum !== 0) {
        if (t > 1) b[i] = momentum * b[i]! + (1 - dampening) * g;
        else b[i] = g;
        if (nesterov) g = g + momentum * b[i]!;
        else g = b[i]!;
      }
      theta[i] = theta[i]! - lr * g;
    }
  });
  return { theta, b };
}

/** Runs Adam, or AdamW if the decay is decoupled, and returns the parameters and the moments. */
export function torchAdam(
  start: ArrayLike<number>,
  steps: readonly ArrayLike<number>[],
  { lr, betas: [beta1, beta2], eps, weight_decay }: TorchAdamOptions,
  decoupled: boolean,
): { theta: Float64Array; m: Float64Array; v: Float64Array } {
  const theta = Float64Array.from(start);
  const m = new Float64Array(theta.length), v = new Float64Array(theta.length);
  steps.forEach((gradients, index) => {
    const t = index + 1;
    for (let i = 0; i < theta.length; i++) {
      let g = gradients[i]!;
      if (decoupled) theta[i] = theta[i]! - lr * weight_decay * theta[i]!;
      else if (weight_decay !== 0) g = g + weight_decay * theta[i]!;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g ** 2;
      const mHat = m[i]! / (1 - beta1 ** t), vHat = v[i]! / (1 - beta2 ** t);
      theta[i] = theta[i]! - lr * mHat / (Math.sqrt(vHat) + eps);
    }
  });
  return { theta, m, v };
}
