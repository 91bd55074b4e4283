import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  allocateFloat32,
  allocateFloat64,
  chooseKernelBackend,
  free,
  linearForward,
  matmul,
  startKernelThreads,
} from "../../kernels/mod.ts";
import { randomValues } from "./random.ts";

Deno.test("two and three threads give what one gives, to the last bit", async () => {
  // Past the size where threads help, past a block in every direction, and odd.
  const shapes = [
    { m: 515, k: 257, n: 301 },
    { m: 130, k: 1100, n: 300 },
    { m: 17, k: 1000, n: 1100 },
  ];
  for (const allocate of [allocateFloat32, allocateFloat64]) {
    for (const { m, k, n } of shapes) {
      const a = allocate(m * k), b = allocate(k * n), out = allocate(m * n);
      a.set(randomValues(m * k, 1));
      b.set(randomValues(k * n, 2));
      const shape = { m, k, n };
      const one = matmul(a as Float32Array, b as Float32Array, out as Float32Array, shape).slice();
      for (const count of [2, 3]) {
        using threads = await startKernelThreads(count);
        assertEquals(threads.count, count);
        for (let round = 0; round < 3; round++) {
          out.fill(NaN);
          matmul(a as Float32Array, b as Float32Array, out as Float32Array, shape);
          assert(out.every((value, i) => value === one[i]), `${count} threads, ${m} × ${k} × ${n}`);
        }
      }
      for (const array of [a, b, out]) free(array);
    }
  }
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
