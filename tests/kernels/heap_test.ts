import { assert, assertEquals, assertNotEquals, assertStrictEquals } from "@std/assert";
import { classSize, Heap } from "../../kernels/wasm/heap.ts";
import { seededRandom } from "./random.ts";

Deno.test("classSize() rounds up to a cache line and by at most a quarter", () => {
  const cases = [
    [0, 64],
    [1, 64],
    [64, 64],
    [65, 128],
    [256, 256],
    [257, 320],
    [320, 320],
    [
      321,
      384,
    ],
    [512, 512],
    [513, 640],
    [4_000_000, 4_194_304],
  ] as const;
  for (const [bytes, size] of cases) assertEquals(classSize(bytes), size, `${bytes} bytes`);
  for (let bytes = 1; bytes < 100_000; bytes += 7) {
    const size = classSize(bytes);
    assert(size >= bytes && size % 64 === 0, `${bytes} bytes`);
    assert(size <= Math.max(bytes + 63, 1.25 * bytes), `${bytes} bytes`);
    assertEquals(classSize(size), size, "a class is its own class");
  }
});

Deno.test("Heap reuses a freed block of the same class", () => {
  const heap = new Heap(64, 1 << 20);
  const first = heap.take(1000)!;
  assertEquals(first.fresh, true);
  heap.give(first);
  const second = heap.take(1020)!;
  assertEquals(second, { ...first, fresh: false });
  assertNotEquals(heap.take(1000)!.address, first.address);
});

Deno.test("Heap takes a larger free block when nothing else is left", () => {
  const heap = new Heap(64, 64 + 1024);
  const all = heap.take(1024)!;
  assertStrictEquals(heap.take(1), undefined);
  heap.give(all);
  assertEquals(heap.take(100)!.address, all.address);
  assertStrictEquals(heap.take(1), undefined);
});

Deno.test("Heap counts what is in use", () => {
  const heap = new Heap(64, 1 << 20);
  const block = heap.take(100)!;
  assertEquals(heap.used, 128);
  heap.give(block);
  assertEquals(heap.used, 0);
});

Deno.test("Heap never hands out a byte twice", () => {
  const random = seededRandom(3), end = 1 << 16, heap = new Heap(64, end);
  const taken: { address: number; bytes: number }[] = [];
  for (let i = 0; i < 3000; i++) {
    if (random() < 0.5 && taken.length > 0) {
      const [block] = taken.splice(Math.floor(random() * taken.length), 1);
      heap.give(block as ReturnType<Heap["take"]> & object);
      continue;
    }
    const wanted = Math.floor(random() ** 4 * 5000), block = heap.take(wanted);
    if (!block) continue;
    assert(block.bytes >= wanted && block.address >= 64 && block.address + block.bytes <= end);
    for (const other of taken) {
      const apart = block.address + block.bytes <= other.address ||
        other.address + other.bytes <= block.address;
      assert(apart, `${block.address} and ${other.address}`);
    }
    taken.push(block);
  }
});
