/** Compares gradients with the effects of small changes. */
import { fail } from "@std/assert";

/** Close to the cube root of the roundoff, where truncation and rounding cost about the same. */
const STEP = 1e-5;

/**
 * Fails unless the gradient equals central differences of `loss`.
 *
 * @param loss Computes a number from `values`, which are changed and restored.
 * @param values 64-bit floats, whatever their type says.
 * @param size The size of the numbers that enter the loss.
 * @param every Tries one value in so many.
 */
export function assertGradient(
  loss: () => number,
  values: Float32Array,
  gradient: ArrayLike<number>,
  what: string,
  size = 1,
  every = 1,
): void {
  for (let i = 0; i < values.length; i += every) {
    const value = values[i]!;
    values[i] = value + STEP;
    const above = loss();
    values[i] = value - STEP;
    const below = loss();
    values[i] = value;
    const difference = (above - below) / (2 * STEP);
    const error = Math.abs(difference - gradient[i]!);
    if (error <= 1e-7 * size * (1 + Math.abs(difference))) continue;
    fail(`${what}: gradient ${i} is ${gradient[i]}, differences say ${difference}`);
  }
}

/** Σ aᵢ bᵢ: a loss whose gradient with respect to `a` is `b`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
