/** Loads batches: gathers rows in random order and normalises pixels. */
import { allocateFloat32, gatherRows, normalize, shuffleIndices } from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { randomFloat32, sink } from "./_inputs.ts";

const ROWS = 10_000, COLUMNS = 784;
const table = randomFloat32(ROWS * COLUMNS, 1);
const order = shuffleIndices(new Uint32Array(ROWS), { seed: 1 });
const shape = { columns: COLUMNS };
const batch = allocateFloat32(128 * COLUMNS);
const shuffled = new Uint32Array(ROWS);
let position = 0;

/** The next rows in random order, so that they come from all over the table. */
function nextIndices(count: number): Uint32Array {
  if (position + count > ROWS) position = 0;
  position += count;
  return order.subarray(position - count, position);
}

const batch16 = batch.subarray(0, 16 * COLUMNS);

Deno.bench(annotated({
  name: "gather_16",
  group: "gather",
  description: "batch of 16 rows of 784, in random order",
  work: { operations: 16, unit: "samples", bytes: 2 * 4 * 16 * COLUMNS },
  fn() {
    sink(gatherRows(table, nextIndices(16), batch16, shape));
  },
}));

const batch32 = batch.subarray(0, 32 * COLUMNS);

Deno.bench(annotated({
  name: "gather_32",
  group: "gather",
  description: "batch of 32 rows of 784, in random order",
  work: { operations: 32, unit: "samples", bytes: 2 * 4 * 32 * COLUMNS },
  fn() {
    sink(gatherRows(table, nextIndices(32), batch32, shape));
  },
}));

const batch64 = batch.subarray(0, 64 * COLUMNS);

Deno.bench(annotated({
  name: "gather_64",
  group: "gather",
  description: "batch of 64 rows of 784, in random order",
  work: { operations: 64, unit: "samples", bytes: 2 * 4 * 64 * COLUMNS },
  fn() {
    sink(gatherRows(table, nextIndices(64), batch64, shape));
  },
}));

const batch128 = batch.subarray(0, 128 * COLUMNS);

Deno.bench(annotated({
  name: "gather_128",
  group: "gather",
  description: "batch of 128 rows of 784, in random order",
  work: { operations: 128, unit: "samples", bytes: 2 * 4 * 128 * COLUMNS },
  fn() {
    sink(gatherRows(table, nextIndices(128), batch128, shape));
  },
}));

const images = randomFloat32(32 * 28 * 28, 2), normalized = allocateFloat32(images.length);
const statistics = { mean: 0.1307, deviation: 0.3081 };

Deno.bench(annotated({
  name: "normalize_32x28x28",
  group: "normalize",
  description: "32 images of 28 × 28 shifted and scaled",
  work: { operations: 32, unit: "samples", bytes: 8 * images.length },
  fn() {
    sink(normalize(images, normalized, statistics));
  },
}));

Deno.bench(annotated({
  name: "shuffle_10k",
  group: "shuffle",
  description: "a new order of 10,000 samples",
  work: { operations: ROWS, unit: "samples" },
  fn() {
    sink(shuffleIndices(shuffled, { seed: 1 }));
  },
}));
