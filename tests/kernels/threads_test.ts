import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  allocateFloat32,
  allocateFloat64,
  chooseKernelBackend,
  conv2d,
  free,
  linearForward,
  matmul,
  startKernelThreads,
} from "../../kernels/mod.ts";
import { getMachine } from "../../kernels/wasm/machine.ts";
import { randomValues } from "./random.ts";

Deno.test("two and three threads give what one gives, to the last bit", async () => {
  // Past the size where threads help, past a block in every direction, and odd.
  const shapes = [
    { m: 515, k: 257, n: 301 },
    { m: 130, k: 1100, n: 300 },
    { m: 17, k: 1000, n: 1100 },
  ];
  const cases = [allocateFloat32, allocateFloat64].flatMap((allocate) =>
    shapes.map((shape) => {
      const { m, k, n } = shape;
      const a = allocate(m * k) as Float32Array, b = allocate(k * n) as Float32Array;
      const out = allocate(m * n) as Float32Array;
      a.set(randomValues(m * k, 1));
      b.set(randomValues(k * n, 2));
      return { shape, a, b, out, one: matmul(a, b, out, shape).slice() };
    })
  );
  for (const count of [2, 3]) {
    using threads = await startKernelThreads(count);
    assertEquals(threads.count, count);
    for (const { shape, a, b, out, one } of cases) {
      for (let round = 0; round < 3; round++) {
        out.fill(NaN);
        matmul(a, b, out, shape);
        const { m, k, n } = shape;
        assert(out.every((value, i) => value === one[i]), `${count} threads, ${m} × ${k} × ${n}`);
      }
    }
  }
  for (const { a, b, out } of cases) for (const array of [a, b, out]) free(array);
});

Deno.test("threads help linear layers and foreign arrays with the same result", async () => {
  const shape = { batch: 200, inFeatures: 400, outFeatures: 300 };
  const x = randomValues(200 * 400, 1), weight = randomValues(300 * 400, 2);
  const bias = randomValues(300, 3);
  const one = linearForward(x, weight, bias, new Float32Array(200 * 300), shape);
  using _threads = await startKernelThreads(2);
  const two = linearForward(x, weight, bias, new Float32Array(200 * 300), shape);
  assertEquals(two, one);
});

Deno.test("threads convolve with the same result, zeros included", async () => {
  const size = { batch: 1, height: 90, width: 90, kernelHeight: 3, kernelWidth: 3, padding: 1 };
  const shapes = [
    { ...size, inChannels: 16, outChannels: 16 },
    // So few results stay on one thread.
    { ...size, inChannels: 32, outChannels: 8 },
  ];
  for (const shape of shapes) {
    const { inChannels, outChannels } = shape;
    const x = randomValues(inChannels * 8100, 1), bias = new Float32Array(outChannels).fill(-0);
    // The first results are sums of zeros.
    const weight = randomValues(outChannels * inChannels * 9, 2).fill(-0, 0, inChannels * 9);
    for (const some of [bias, undefined]) {
      const convolve = () => conv2d(x, weight, some, new Float32Array(outChannels * 8100), shape);
      const one = convolve();
      using threads = await startKernelThreads(2);
      assertEquals(threads.count, 2);
      const two = convolve();
      const what = `${outChannels} channels, ${some ? "bias" : "no bias"}`;
      assert(two.every((value, i) => Object.is(value, one[i])), what);
    }
  }
});

Deno.test("threads convolve in kernel memory although the unfolded image does not fit", async () => {
  const shape = {
    batch: 1,
    inChannels: 16,
    height: 100,
    width: 100,
    outChannels: 16,
    kernelHeight: 3,
    kernelWidth: 3,
  };
  const x = randomValues(16 * 10_000, 1), weight = randomValues(16 * 16 * 9, 2);
  const convolve = () => conv2d(x, weight, undefined, new Float32Array(16 * 98 * 98), shape);
  const one = convolve();
  using _threads = await startKernelThreads(2);
  const { heap } = getMachine()!;
  // Leaves room for the arrays, but not for 144 numbers of each of the 98 × 98 places.
  const blocks = [];
  for (;;) {
    const block = heap.take(Math.min(heap.largest - 3_000_000, 2 ** 30));
    if (!block) break;
    blocks.push(block);
    if (heap.largest < 4_000_000) break;
  }
  try {
    assert(heap.largest < 4 * 144 * 98 * 98, `${heap.largest} bytes are free`);
    assertEquals(convolve(), one);
  } finally {
    for (const block of blocks) heap.give(block);
  }
});

Deno.test("startKernelThreads() with 1 starts nothing", async () => {
  using threads = await startKernelThreads(1);
  assertEquals(threads.count, 1);
});

Deno.test("startKernelThreads() has just the calling thread without WebAssembly", async () => {
  const before = chooseKernelBackend("typescript");
  using threads = await startKernelThreads(2);
  chooseKernelBackend(before);
  assertEquals(threads.count, 1);
});

Deno.test("startKernelThreads() refuses other counts and to start twice", async () => {
  for (const count of [0, 1.5, 65, NaN]) {
    await assertRejects(
      () => startKernelThreads(count),
      RangeError,
      `count must be a whole number from 1 to 64, current value is ${count}`,
    );
  }
  using threads = await startKernelThreads(2);
  await assertRejects(() => startKernelThreads(2), Error, "they are running already");
  threads.stop();
  threads.stop();
  using again = await startKernelThreads(2);
  assertEquals(again.count, 2);
});
