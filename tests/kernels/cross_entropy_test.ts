import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type CrossEntropyShape,
  reference,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
} from "../../kernels/mod.ts";
import { assertGradient, dot } from "./differences.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

const U = 2 ** -24;

function randomLabels(rows: number, columns: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: rows }, () => Math.floor(random() * Math.min(columns, 256)));
}

const shapes: readonly CrossEntropyShape[] = [1, 2, 3, 4, 7, 10, 16, 17, 65, 1000]
  .flatMap((columns) =>
    (["mean", "none"] as const).map((reduction) => ({ rows: 5, columns, reduction }))
  );

function rowsOf(x: Float32Array, columns: number): readonly Float32Array[] {
  return Array.from(
    { length: x.length / columns },
    (_, row) => x.subarray(row * columns, (row + 1) * columns),
  );
}

const largest = (row: Float32Array) => row.reduce((a, b) => Math.max(a, b), -Infinity);
const smallest = (row: Float32Array) => row.reduce((a, b) => Math.min(a, b), Infinity);

testEverywhere("softmaxCrossEntropy() stays within its error bound", (place) => {
  for (const shape of shapes) {
    for (const size of [1, 50]) {
      const { rows, columns, reduction } = shape;
      const logits = place.float32(randomValues(rows * columns, columns, size));
      const labels = randomLabels(rows, columns, 1);
      const count = reduction === "none" ? rows : 1;
      const out = place.float32(new Float32Array(count).fill(NaN));
      const wanted = reference.softmaxCrossEntropy(logits, labels, exact(count), shape);
      assertStrictEquals(softmaxCrossEntropy(logits, labels, out, shape), out);
      const bounds = rowsOf(logits, columns)
        .map((row) => (columns / 16 + 16 + largest(row) - smallest(row)) * U + 6e-7);
      const mean = bounds.reduce((a, b) => a + b) / rows;
      const bound = (loss: number, i: number) =>
        (reduction === "none" ? bounds[i]! : mean) + U * Math.abs(loss);
      assertNear(out, wanted, bound, `${JSON.stringify(shape)}, |x| < ${size}`);
    }
  }
});

testEverywhere("softmaxCrossEntropyBackward() stays within its error bound", (place) => {
  for (const shape of shapes) {
    const { rows, columns, reduction } = shape;
    const logits = place.float32(randomValues(rows * columns, columns, 20));
    const labels = Uint32Array.from(randomLabels(rows, columns, 1));
    const count = reduction === "none" ? rows : 1;
    const outGradient = place.float32(randomValues(count, 2));
    const gradient = place.float32(new Float32Array(logits.length).fill(NaN));
    const wanted = exact(logits.length), softmax = exact(logits.length);
    reference.softmaxCrossEntropyBackward(logits, labels, outGradient, wanted, shape);
    reference.softmax(logits, softmax, shape);
    const result = softmaxCrossEntropyBackward(logits, labels, outGradient, gradient, shape);
    assertStrictEquals(result, gradient);
    const peaks = rowsOf(logits, columns).map(largest);
    const bound = (_: number, i: number) => {
      const row = Math.floor(i / columns);
      const scale = Math.abs(reduction === "none" ? outGradient[row]! : outGradient[0]! / rows);
      const share = ((columns / 8 + 24 + peaks[row]! - logits[i]!) * U + 6e-7) * softmax[i]!;
      return (share + (labels[row] === i % columns ? 4 * U : 0)) * scale + 2 ** -148;
    };
    assertNear(gradient, wanted, bound, JSON.stringify(shape));
    softmaxCrossEntropyBackward(logits, labels, outGradient, logits, shape);
    assertEquals(logits, gradient, "in place");
  }
});

Deno.test("softmaxCrossEntropyBackward() is the gradient of softmaxCrossEntropy()", () => {
  for (const shape of shapes.slice(0, 16)) {
    const { rows, columns, reduction } = shape;
    const logits = exact(randomValues(rows * columns, 3, 2));
    const labels = randomLabels(rows, columns, 4);
    const count = reduction === "none" ? rows : 1;
    const weights = exact(randomValues(count, 5)), gradient = exact(logits.length);
    const loss = () =>
      dot(reference.softmaxCrossEntropy(logits, labels, exact(count), shape), weights);
    reference.softmaxCrossEntropyBackward(logits, labels, weights, gradient, shape);
    assertGradient(loss, logits, gradient, JSON.stringify(shape));
  }
});

testEverywhere("softmaxCrossEntropy() treats special values as the reference does", (place) => {
  const rows = [
    [1, 2, NaN, 3, 4],
    [NaN, 1, 2, 3, 4],
    [1, 2, 3, 4, NaN],
    [1, 2, Infinity, 3, 4],
    [-Infinity, 2, 3, -Infinity, 5],
    [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
    [0, -90, -100, -104, -1e30],
    [3e38, -3e38, 3e38, 0, 0],
    [1e4, 0, 0, 0, 0],
  ];
  const shape = { rows: rows.length, columns: 5, reduction: "none" } as const;
  const logits = place.float32(rows.flat()), labels = new Uint8Array(rows.length);
  const out = place.float32(new Float32Array(rows.length));
  const wanted = reference.softmaxCrossEntropy(logits, labels, exact(rows.length), shape);
  softmaxCrossEntropy(logits, labels, out, shape);
  assertNear(out, wanted, (loss) => 2e-6 + 2 * U * Math.abs(loss), "losses");
  const ones = place.float32(new Float32Array(rows.length).fill(1));
  const wantedGradient = exact(logits.length);
  reference.softmaxCrossEntropyBackward(logits, labels, ones, wantedGradient, shape);
  softmaxCrossEntropyBackward(logits, labels, ones, logits, shape);
  assertNear(logits, wantedGradient, (value) => Math.abs(value) * 1e-5 + 2 ** -22, "gradient");
});

testEverywhere("softmaxCrossEntropy() of no rows is NaN", (place) => {
  const empty = place.float32([]), out = place.float32([1]), shape = { rows: 0, columns: 3 };
  assertEquals([...softmaxCrossEntropy(empty, new Uint8Array(0), out, shape)], [NaN]);
  softmaxCrossEntropyBackward(empty, new Uint8Array(0), place.float32([1]), empty, shape);
});

Deno.test("softmaxCrossEntropy() refuses unsuitable arguments", () => {
  const logits = new Float32Array(6), labels = new Uint8Array(3), one = new Float32Array(1);
  const shape = { rows: 3, columns: 2 };
  const none = { ...shape, reduction: "none" } as const;
  const sum = { ...shape, reduction: "sum" as "mean" };
  const past = new Uint32Array([0, 1, 2]);
  const cases = [
    [() => softmaxCrossEntropy(one, labels, one, shape), "logits has 1 elements, but rows × col"],
    [() => softmaxCrossEntropy(logits, labels, logits, shape), "but one mean = 1 are wanted"],
    [() => softmaxCrossEntropy(logits, labels, one, none), "out has 1 elements, but rows = 3"],
    [() => softmaxCrossEntropy(logits, new Uint8Array(2), one, shape), "labels has 2 elements"],
    [
      () => softmaxCrossEntropy(logits, past, one, shape),
      "labels must be below the 2 columns, current value at 2 is 2",
    ],
    [() => softmaxCrossEntropy(logits, labels, one, sum), 'must be "mean" or "none"'],
    [() => softmaxCrossEntropy(logits, labels, logits.subarray(1, 2), shape), "out must not share"],
    [
      () => softmaxCrossEntropyBackward(logits, labels, logits, logits, shape),
      "outGradient has 6 elements",
    ],
    [
      () => softmaxCrossEntropyBackward(logits, labels, one, one, shape),
      "gradient has 1 elements",
    ],
    [
      () => softmaxCrossEntropyBackward(logits, labels, logits.subarray(1, 2), logits, shape),
      "gradient must not share memory with outGradient",
    ],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
  const wrong = new Int32Array(3) as unknown as Uint32Array;
  assertThrows(
    () => softmaxCrossEntropy(logits, wrong, one, shape),
    TypeError,
    "labels must be a Uint8Array or a Uint32Array, current value is a Int32Array",
  );
});
