import { assert, assertEquals, assertNotEquals, assertStrictEquals, fail } from "@std/assert";
import { type Block, Heap } from "../../kernels/wasm/heap.ts";
import { seededRandom } from "./random.ts";

const MIB = 2 ** 20;
/** The maximum size of the kernels' memory. */
const MOST = (2 ** 15 - 1) * 65536;

/** Takes blocks, and fails if one is refused. */
function takeAll(heap: Heap, sizes: readonly number[]): Block[] {
  return sizes.map((bytes) => {
    const block = heap.take(bytes);
    assert(block, `${bytes} bytes with ${heap.used} in use and ${heap.largest} free in one block`);
    return block;
  });
}

Deno.test("Heap hands out whole cache lines, and no more than needed", () => {
  const heap = new Heap(64, MIB);
  const cases = [[0, 64], [1, 64], [64, 64], [65, 128], [4097, 4160], [100_000, 100_032]] as const;
  for (const [wanted, bytes] of cases) {
    const block = heap.take(wanted)!;
    assertEquals([block.address % 64, block.bytes], [0, bytes], `${wanted} bytes`);
  }
});

Deno.test("Heap reuses a freed block, and says that it is dirty", () => {
  for (const bytes of [1000, 10_000]) {
    const heap = new Heap(64, MIB);
    const first = heap.take(bytes)!, { address } = first;
    assertEquals(first.dirty, 0);
    heap.give(first);
    const second = heap.take(bytes)!;
    assertEquals([second.address, second.dirty], [address, second.bytes]);
    const third = heap.take(bytes)!;
    assertNotEquals(third.address, address);
    assertEquals(third.dirty, 0);
  }
});

Deno.test("Heap splits a large block when nothing else is left", () => {
  const heap = new Heap(64, 64 + 8192);
  const all = heap.take(8192)!;
  assertStrictEquals(heap.take(1), undefined);
  heap.give(all);
  for (let i = 0; i < 128; i++) assertEquals(heap.take(1)!.bytes, 64);
  assertStrictEquals(heap.take(1), undefined);
  assertEquals(heap.used, 8192);
});

Deno.test("Heap joins blocks freed in any order", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 20; round++) {
    const heap = new Heap(64, MIB);
    const blocks = takeAll(heap, Array.from({ length: 50 }, () => 20_000 * random()));
    blocks.sort(() => random() - 0.5);
    for (const block of blocks) heap.give(block);
    assertEquals([heap.used, heap.largest], [0, MIB - 64]);
  }
});

Deno.test("Heap does not put small and lasting blocks between large ones", () => {
  const heap = new Heap(64, MIB);
  const large: Block[] = [];
  for (let i = 0; i < 10; i++) {
    large.push(heap.take(50_000)!);
    heap.take(100), heap.takeLasting(10_000);
  }
  for (const block of large) heap.give(block);
  assertEquals(heap.largest, MIB - 64 - heap.used);
});

Deno.test("Heap fits large blocks into the space of smaller ones", () => {
  const heap = new Heap(64, MOST);
  const blocks = takeAll(heap, [...Array(10).fill(120 * MIB), ...Array(5).fill(60 * MIB)]);
  for (const block of blocks) heap.give(block);
  assert(heap.take(400 * MIB));
  assert(heap.take(1600 * MIB));
});

Deno.test("Heap follows matrices that grow to the whole memory", () => {
  const heap = new Heap(64, MOST);
  heap.takeLasting(5 * MIB);
  for (let n = 100; 12 * n * n < MOST - 6 * MIB; n = Math.ceil(1.19 * n)) {
    for (const block of takeAll(heap, Array(3).fill(4 * n * n))) heap.give(block);
    const kept = takeAll(heap, Array(3).fill(4 * n * n));
    for (const block of kept) heap.give(block);
  }
});

Deno.test("Heap takes small blocks out of large ones", () => {
  const heap = new Heap(64, MOST);
  const large = takeAll(heap, Array(9).fill(224 * MIB));
  for (const block of large.slice(1)) heap.give(block);
  takeAll(heap, Array.from({ length: 15_367 }, (_, i) => 40 + i % 1000));
  assert(heap.used - 224 * MIB < 20 * MIB);
  takeAll(heap, Array(7).fill(224 * MIB));
});

Deno.test("Heap hands out nearly all of its memory in one block", () => {
  const heap = new Heap(64, MOST);
  assert(heap.take(100)), assert(heap.takeLasting(4 * MIB));
  assert(heap.take(Math.floor(1.99 * 1024) * MIB));
});

Deno.test("Heap finds the only block in a list that is large enough", () => {
  const heap = new Heap(64, MOST);
  // More holes than the first search looks at, all in the same list, the largest freed first.
  const holes = Array.from({ length: 40 }, (_, i) => {
    const hole = heap.take(MIB + 100_000 - 1000 * i)!;
    assert(heap.take(MIB));
    return hole;
  });
  assert(heap.take(heap.largest));
  const { address } = holes[0]!;
  for (const hole of holes) heap.give(hole);
  assertEquals(heap.take(MIB + 99_500)!.address, address);
});

/** Checks the invariants of a heap, line by line. */
class Model {
  readonly heap: Heap;
  readonly #owner: Int32Array;
  readonly #touched: Uint8Array;
  readonly #start: number;
  readonly taken: { block: Block; id: number }[] = [];
  #used = 0;

  constructor(start: number, end: number) {
    this.heap = new Heap(start, end);
    this.#start = start;
    this.#owner = new Int32Array((end - start) / 64);
    this.#touched = new Uint8Array(this.#owner.length);
  }

  take(wanted: number, id: number, lasting: boolean): void {
    const block = lasting ? this.heap.takeLasting(wanted) : this.heap.take(wanted);
    const lines = Math.max(1, Math.ceil(wanted / 64));
    if (!block) {
      assert(this.#longestRun() < lines, `${wanted} bytes would have fitted`);
      return;
    }
    assertStrictEquals(block.bytes, 64 * lines);
    assertStrictEquals(block.address % 64, 0);
    const first = (block.address - this.#start) / 64;
    assert(
      first >= 0 && first + lines <= this.#owner.length,
      "the block must be within the memory",
    );
    for (let line = first; line < first + lines; line++) {
      if (this.#owner[line] !== 0) fail(`line ${line} is handed out twice`);
      const fresh = line >= first + block.dirty / 64;
      if (fresh && this.#touched[line] !== 0) fail(`line ${line} is wrongly said to be fresh`);
    }
    this.#owner.fill(id, first, first + lines);
    this.#touched.fill(1, first, first + lines);
    this.taken.push({ block, id });
    this.#used += block.bytes;
    assertStrictEquals(this.heap.used, this.#used);
  }

  give(index: number): void {
    const { block, id } = this.taken[index]!;
    this.taken[index] = this.taken.at(-1)!;
    this.taken.pop();
    const first = (block.address - this.#start) / 64, lines = block.bytes / 64;
    for (let line = first; line < first + lines; line++) {
      if (this.#owner[line] !== id) fail(`line ${line} was changed by another block`);
    }
    this.#owner.fill(0, first, first + lines);
    this.#used -= block.bytes;
    this.heap.give(block);
    assertStrictEquals(this.heap.used, this.#used);
  }

  checkLargest(): void {
    assertEquals(this.heap.largest, 64 * this.#longestRun());
  }

  #longestRun(): number {
    let longest = 0, run = 0;
    for (const owner of this.#owner) {
      run = owner === 0 ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    return longest;
  }
}

Deno.test("Heap agrees with a model over 100,000 random allocations", () => {
  const random = seededRandom(3), start = 64, end = start + MIB / 2;
  const model = new Model(start, end);
  // Phases that fill the memory and phases that empty it, with small and large sizes.
  let allocations = 0;
  for (let step = 0; allocations < 100_000; step++) {
    const phase = Math.floor(step / 2000) % 5;
    const share = [0.5, 0.7, 0.3, 0.55, 0.45][phase]!;
    if (random() < share) {
      const largest = [4000, 300, 100_000, 20_000, 6000][phase]!;
      const lasting = random() < 0.01;
      model.take(Math.floor(random() ** 3 * largest), ++allocations, lasting);
    } else if (model.taken.length > 0) {
      model.give(Math.floor(random() * model.taken.length));
    }
    if (step % 1000 === 0) model.checkLargest();
  }
  while (model.taken.length > 0) model.give(Math.floor(random() * model.taken.length));
  assertEquals([model.heap.used, model.heap.largest], [0, end - start]);
});
