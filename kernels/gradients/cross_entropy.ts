import {
  checkApart,
  checkArray,
  checkLength,
  checkSameOrApart,
  checkSizes,
  checkUnsigned,
} from "../checks.ts";
import { type Length, lengthOfRows } from "../lengths.ts";
import type { CrossEntropyShape } from "../shapes.ts";
import { withBorrowed } from "../wasm/borrowed.ts";
import { crossEntropyFamily } from "../wasm/cross_entropy.ts";
import { SUM_FACTOR } from "../wasm/softmax.ts";
import * as plain from "./reference.ts";

/**
 * Cross-entropy of each row's softmax with a class, `log Σ e^x[j] − x[label]`, and its mean over
 * the rows. It is torch.nn.functional.cross_entropy of classes.
 *
 * The logarithm is that of Σ e^(x[j] − max), so that nothing overflows. The error of a row is below
 * (columns / 16 + 16 + max − min) · 2⁻²⁴ + 6e-7, plus 2⁻²⁴ times the loss. The error of the mean is
 * the mean of those. A row gives NaN if it has a NaN or +∞, or if all its numbers are −∞. The mean
 * of no rows is NaN, too. Logits outside kernel memory are copied in.
 *
 * @param logits rows × columns numbers.
 * @param labels The right class of each row, a whole number below `columns`.
 * @param out One number, the mean, or with the reduction "none" one for each row; overwritten.
 * @param shape The sizes, and the reduction.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if a label is not a column, if the reduction is
 * unknown, or if `out` overlaps an input.
 * @throws {TypeError} If an array is of another kind.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { softmaxCrossEntropy } from "@benchline/benchline/kernels";
 *
 * const logits = new Float32Array([0, 0, 0, Math.log(3)]), labels = new Uint8Array([0, 1]);
 * const shape = { rows: 2, columns: 2 };
 * const [mean] = softmaxCrossEntropy(logits, labels, new Float32Array(1), shape);
 * assertAlmostEquals(mean!, (Math.log(2) + Math.log(4 / 3)) / 2, 1e-6);
 * ```
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array | Uint32Array,
  out: Float32Array,
  shape: CrossEntropyShape,
): Float32Array {
  const action = "compute the cross-entropy";
  const given = out;
  const { rows, columns, reduction = "mean" } = shape;
  const losses = lossesOf(action, shape);
  logits = checkArray(action, "logits", logits, lengthOfRows(shape));
  out = checkArray(action, "out", out, losses);
  labels = checkLabels(action, labels, shape);
  checkApart(action, "out", out, "logits", logits);
  checkApart(action, "out", out, "labels", labels);
  const family = crossEntropyFamily();
  const done = family && withBorrowed(
    family.machine,
    (lender) => ({
      logits: lender.input(logits),
      peaks: lender.scratch(rows),
      sums: lender.scratch(rows),
    }),
    ({ logits, peaks, sums }) => {
      family.run.sums(logits.byteOffset, peaks.byteOffset, sums.byteOffset, rows, columns);
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const below = peaks[row]! - logits[row * columns + labels[row]!]!;
        const loss = Math.log(sums[row]! / SUM_FACTOR) + below;
        if (reduction === "none") out[row] = loss;
        total += loss;
      }
      if (reduction === "mean") out[0] = total / rows;
    },
  );
  if (!done) plain.softmaxCrossEntropy(logits, labels, out, shape);
  return given;
}

/**
 * Gradient of {@linkcode softmaxCrossEntropy}: `(softmax − 1 at the label) · outGradient`, divided
 * by the number of rows if the loss is their mean.
 *
 * The error is below ((columns / 8 + 24 + max − x[i]) · 2⁻²⁴ + 6e-7) · softmax, plus 2⁻²² at
 * the label, both times the gradient of the row's loss. For results below 2⁻¹²⁶, add 2⁻¹⁴⁸.
 * `gradient` may be `logits`. Arrays outside kernel memory are copied in and out.
 *
 * @param logits rows × columns numbers.
 * @param labels The right class of each row, a whole number below `columns`.
 * @param outGradient Gradient of the loss, as long as the loss. It is 1 for the loss itself.
 * @param gradient rows × columns numbers; overwritten.
 * @param shape The sizes, and the reduction.
 * @returns `gradient`.
 * @throws {RangeError} If a length does not fit, if a label is not a column, if the reduction is
 * unknown, or if `gradient` overlaps an input other than `logits`, or a part of `logits`.
 * @throws {TypeError} If an array is of another kind.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { softmaxCrossEntropyBackward } from "@benchline/benchline/kernels";
 *
 * const logits = new Float32Array([0, 0]), one = new Float32Array([1]);
 * const shape = { rows: 1, columns: 2 };
 * softmaxCrossEntropyBackward(logits, new Uint8Array([1]), one, logits, shape);
 * assertAlmostEquals(logits[0]!, 0.5, 1e-6);
 * assertAlmostEquals(logits[1]!, -0.5, 1e-6);
 * ```
 */
export function softmaxCrossEntropyBackward(
  logits: Float32Array,
  labels: Uint8Array | Uint32Array,
  outGradient: Float32Array,
  gradient: Float32Array,
  shape: CrossEntropyShape,
): Float32Array {
  const action = "compute the gradient of the cross-entropy";
  const given = gradient;
  const { rows, columns, reduction = "mean" } = shape;
  const losses = lossesOf(action, shape);
  logits = checkArray(action, "logits", logits, lengthOfRows(shape));
  outGradient = checkArray(action, "outGradient", outGradient, losses);
  gradient = checkArray(action, "gradient", gradient, lengthOfRows(shape));
  labels = checkLabels(action, labels, shape);
  checkSameOrApart(action, "gradient", gradient, "logits", logits);
  checkApart(action, "gradient", gradient, "labels", labels);
  checkApart(action, "gradient", gradient, "outGradient", outGradient);
  const family = crossEntropyFamily();
  const done = family && withBorrowed(
    family.machine,
    (lender) => ({
      logits: lender.input(logits),
      gradient: lender.output(gradient),
      labels: lender.scratch(rows),
      scales: lender.scratch(rows),
    }),
    (own) => {
      new Uint32Array(own.labels.buffer, own.labels.byteOffset, rows).set(labels);
      if (reduction === "mean") own.scales.fill(outGradient[0]! / rows);
      else own.scales.set(outGradient);
      const [logitsAt, labelsAt, scalesAt, outAt] = [
        own.logits.byteOffset,
        own.labels.byteOffset,
        own.scales.byteOffset,
        own.gradient.byteOffset,
      ];
      family.run.gradient(logitsAt, labelsAt, scalesAt, outAt, rows, columns);
    },
  );
  if (!done) plain.softmaxCrossEntropyBackward(logits, labels, outGradient, gradient, shape);
  return given;
}

/** Returns how many losses there are. */
function lossesOf(
  action: string,
  { rows, columns, reduction = "mean" }: CrossEntropyShape,
): Length {
  checkSizes(action, { rows, columns });
  if (reduction === "mean") return { count: 1, formula: () => "one mean" };
  if (reduction === "none") return { count: rows, formula: () => "rows" };
  throw new RangeError(
    `Cannot ${action}: reduction must be "mean" or "none", current value is "${reduction}"`,
  );
}

function checkLabels(
  action: string,
  labels: Uint8Array | Uint32Array,
  { rows, columns }: CrossEntropyShape,
): Uint8Array | Uint32Array {
  const view = checkUnsigned(action, "labels", labels);
  checkLength(action, "labels", view, rows, "rows");
  for (let row = 0; row < rows; row++) {
    if (view[row]! >= columns) {
      throw new RangeError(
        `Cannot ${action}: labels must be below the ${columns} columns, ` +
          `current value at ${row} is ${view[row]}`,
      );
    }
  }
  return view;
}
