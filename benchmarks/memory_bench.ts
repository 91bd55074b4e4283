/** Allocates and frees kernel memory, compared with new typed arrays that are collected later. */
import { allocateFloat32, free } from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { sink } from "./_inputs.ts";

/** Writes the first and last element, so that no compiler can drop the array. */
function touch(array: Float32Array): Float32Array {
  array[0] = array[array.length - 1] = 1;
  return array;
}

Deno.bench(annotated({
  name: "allocate_1k",
  group: "memory_1k",
  description: "allocate zeros and free them, 1,000 elements",
  work: { bytes: 4 * 1_000 },
  fn() {
    const array = touch(allocateFloat32(1_000));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "allocate_dirty_1k",
  group: "memory_1k",
  description: "allocate without zeros and free, 1,000 elements",
  fn() {
    const array = touch(allocateFloat32(1_000, { zero: false }));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "new_1k",
  group: "memory_1k",
  description: "new Float32Array, 1,000 elements",
  work: { bytes: 4 * 1_000 },
  fn() {
    sink(touch(new Float32Array(1_000)));
  },
}));

Deno.bench(annotated({
  name: "allocate_100k",
  group: "memory_100k",
  description: "allocate zeros and free them, 100,000 elements",
  work: { bytes: 4 * 100_000 },
  fn() {
    const array = touch(allocateFloat32(100_000));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "allocate_dirty_100k",
  group: "memory_100k",
  description: "allocate without zeros and free, 100,000 elements",
  fn() {
    const array = touch(allocateFloat32(100_000, { zero: false }));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "new_100k",
  group: "memory_100k",
  description: "new Float32Array, 100,000 elements",
  work: { bytes: 4 * 100_000 },
  fn() {
    sink(touch(new Float32Array(100_000)));
  },
}));

Deno.bench(annotated({
  name: "allocate_1m",
  group: "memory_1m",
  description: "allocate zeros and free them, 1,000,000 elements",
  work: { bytes: 4 * 1_000_000 },
  fn() {
    const array = touch(allocateFloat32(1_000_000));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "allocate_dirty_1m",
  group: "memory_1m",
  description: "allocate without zeros and free, 1,000,000 elements",
  fn() {
    const array = touch(allocateFloat32(1_000_000, { zero: false }));
    sink(array[0]);
    free(array);
  },
}));

Deno.bench(annotated({
  name: "new_1m",
  group: "memory_1m",
  description: "new Float32Array, 1,000,000 elements",
  work: { bytes: 4 * 1_000_000 },
  fn() {
    sink(touch(new Float32Array(1_000_000)));
  },
}));
