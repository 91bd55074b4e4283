/**
 * How near the kernels come to the limits of this machine: `deno run --allow-read=.
 * benchmarks/limits.ts`
 *
 * Each row compares two ways of doing the same work. They take turns within this process, and the
 * best time of each counts, so other programs disturb little. Fresh Workers, which time first
 * calls, need read permission.
 */
import {
  adamStep,
  allocateFloat32,
  allocateFloat64,
  chooseKernelBackend,
  exp,
  gatherRows,
  type KernelBackend,
  kernelBackend,
  linearBackward,
  linearForward,
  matmul,
  momentumStep,
  relu,
  sgdStep,
  shuffleIndices,
  sigmoid,
  softmax,
  startKernelThreads,
  tanh,
} from "../kernels/mod.ts";
import { ModuleBuilder } from "../kernels/wasm/emitter.ts";
import { float32Lanes, float64Lanes, type LaneKind, Lanes } from "../kernels/wasm/lanes.ts";
import { fillRandom, randomFloat32, randomFloat64, sink } from "./_inputs.ts";

/** Turns of each way, and the least length of a turn, in milliseconds. */
const TURNS = 25, TURN_MS = 4;

/** Best time of a call in milliseconds, for each way. */
function race(ways: readonly (() => void)[]): number[] {
  const best = ways.map(() => Infinity);
  const calls = ways.map((way) => {
    // The engine optimises a module's functions after some calls.
    for (let i = 0; i < 20; i++) way();
    const start = performance.now();
    way();
    return Math.max(1, Math.ceil(TURN_MS / (performance.now() - start)));
  });
  for (let turn = 0; turn < TURNS; turn++) {
    ways.forEach((way, index) => {
      const start = performance.now();
      for (let i = 0; i < calls[index]!; i++) way();
      best[index] = Math.min(best[index]!, (performance.now() - start) / calls[index]!);
    });
  }
  return best;
}

function report(what: string, ratio: number, detail: string): void {
  console.log(`${what.padEnd(46)} ${ratio.toFixed(2).padStart(6)}   ${detail}`);
}

/** Multiplications and additions that only use registers: nothing can be faster. */
const CEILING_TURNS = 20_000, CEILING_SUMS = 12, CEILING_STEPS = 4;
function ceiling(kind: LaneKind): { run: () => void; flops: number } {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  module.function("run", ["to", "turns"], (f, { to, turns }) => {
    const v = new Lanes(f, kind, kernelBackend() === "relaxed-simd");
    const sums = Array.from({ length: CEILING_SUMS }, () => f.v128Local());
    const x = f.v128Local();
    x.set(v.load(to.get()));
    f.while(() => f.greater(turns.get(), f.i32(0)), () => {
      for (let step = 0; step < CEILING_STEPS; step++) {
        for (const sum of sums) sum.set(v.multiplyAdd(x.get(), x.get(), () => sum.get()));
      }
      f.increase(turns, -1);
    });
    for (const sum of sums) v.store(to.get(), sum.get());
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
    kernels: { memory },
  });
  const run = instance.exports.run as (to: number, turns: number) => void;
  return {
    run: () => run(64, CEILING_TURNS),
    flops: 2 * kind.count * CEILING_SUMS * CEILING_STEPS * CEILING_TURNS,
  };
}

function reportCeiling(kind: LaneKind, n: number): void {
  const { run, flops } = ceiling(kind);
  const wide = kind.size === 8;
  const shape = { m: n, k: n, n };
  const [most, ours] = wide
    ? raceMatmul(randomFloat64(n * n, 1), randomFloat64(n * n, 2), allocateFloat64(n * n))
    : raceMatmul(randomFloat32(n * n, 1), randomFloat32(n * n, 2), allocateFloat32(n * n));
  const limit = flops / most! / 1e6, reached = 2 * n ** 3 / ours! / 1e6;
  const detail = `${reached.toFixed(1)} of ${limit.toFixed(1)} GFLOP/s`;
  report(`matmul float${wide ? 64 : 32} ${n}, of the ceiling`, reached / limit, detail);

  function raceMatmul<T extends Float32Array | Float64Array>(a: T, b: T, out: T): number[] {
    return race([run, () => sink(matmul(a, b, out, shape))]);
  }
}

function reportBackends(what: string, call: () => void): void {
  const fastest = kernelBackend();
  const as = (backend: KernelBackend) => () => {
    chooseKernelBackend(backend);
    call();
  };
  const [ours, plain] = race([as(fastest), as("typescript")]);
  chooseKernelBackend(fastest);
  const detail = `${(ours! * 1000).toFixed(1)} µs against ${(plain! * 1000).toFixed(1)} µs`;
  report(`${what}, against plain TypeScript`, plain! / ours!, detail);
}

/** Cold: each in a fresh Worker, because a module is generated only once. */
async function reportFirstCall(name: string, call: string): Promise<void> {
  const kernels = new URL("../kernels/mod.ts", import.meta.url).href;
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const program = `
      import * as kernels from ${JSON.stringify(kernels)};
      kernels.kernelBackend();
      const x = kernels.allocateFloat32(4), y = kernels.allocateFloat32(4);
      const start = performance.now();
      kernels.${call};
      postMessage(performance.now() - start);`;
    const url = "data:application/typescript," + encodeURIComponent(program);
    const worker = new Worker(url, { type: "module" });
    times.push(await new Promise((done) => worker.onmessage = ({ data }) => done(data)));
    worker.terminate();
  }
  times.sort((a, b) => a - b);
  report(
    `first call of ${name}, in ms`,
    times[2]!,
    `${times[0]!.toFixed(1)} to ${times[4]!.toFixed(1)}`,
  );
}

async function main(): Promise<void> {
  console.log(`backend: ${kernelBackend()}`);
  for (const n of [100, 512, 1000]) reportCeiling(float32Lanes, n);
  for (const n of [100, 1000]) reportCeiling(float64Lanes, n);

  for (const n of [256, 512, 1000]) {
    const a = randomFloat32(n * n, 1), b = randomFloat32(n * n, 2), out = allocateFloat32(n * n);
    const call = () => sink(matmul(a, b, out, { m: n, k: n, n }));
    let one = Infinity, two = Infinity;
    for (let turn = 0; turn < 4; turn++) {
      one = Math.min(one, race([call])[0]!);
      using _threads = await startKernelThreads(2);
      two = Math.min(two, race([call])[0]!);
    }
    const detail = `${(2 * n ** 3 / two / 1e6).toFixed(1)} GFLOP/s`;
    report(`matmul float32 ${n}, 2 threads against 1`, one / two, detail);
  }

  const million = 1_000_000;
  const p = randomFloat32(million, 1), g = randomFloat32(million, 2);
  const m = allocateFloat32(million), v = allocateFloat32(million);
  const small = 1e-9;
  reportBackends("relu 1M", () => sink(relu(p, m)));
  reportBackends("sigmoid 1M", () => sink(sigmoid(p, m)));
  reportBackends("tanh 1M", () => sink(tanh(p, m)));
  reportBackends("exp 1M", () => sink(exp(p, m)));
  reportBackends("sgd 1M", () => sink(sgdStep(p, g, { learningRate: small })));
  m.fill(0);
  const momentum = { learningRate: small, momentum: 0.9 };
  reportBackends("momentum 1M", () => sink(momentumStep(p, g, m, momentum)));
  const adam = { step: 1000, learningRate: small };
  reportBackends("Adam 1M", () => sink(adamStep(p, g, m, v, adam)));
  const rows = { rows: 128, columns: 1000 };
  const y = randomFloat32(128_000, 3), z = allocateFloat32(128_000);
  reportBackends("softmax 128 × 1000", () => sink(softmax(y, z, rows)));

  const linear = { batch: 32, inFeatures: 784, outFeatures: 128 };
  const x = randomFloat32(32 * 784, 4), weight = randomFloat32(128 * 784, 5);
  const bias = randomFloat32(128, 6), out = randomFloat32(32 * 128, 7);
  const gradients = {
    x: allocateFloat32(32 * 784),
    weight: allocateFloat32(128 * 784),
    bias: allocateFloat32(128),
  };
  reportBackends("linear forward", () => sink(linearForward(x, weight, bias, out, linear)));
  reportBackends(
    "linear backward",
    () => sink(linearBackward(x, weight, out, gradients, linear)),
  );

  const columns = 784, table = randomFloat32(10_000 * columns, 8);
  const foreignTable = fillRandom(new Float32Array(10_000 * columns), 8);
  for (const count of [16, 64, 128]) {
    const order = shuffleIndices(new Uint32Array(10_000), { seed: 1 });
    let position = 0;
    const next = () => {
      position = (position + count) % (order.length - count);
      return order.subarray(position, position + count);
    };
    const batch = allocateFloat32(count * columns), foreign = new Float32Array(count * columns);
    const [ours, plain] = race([
      () => sink(gatherRows(table, next(), batch, { columns })),
      () => {
        const indices = next();
        for (let row = 0; row < count; row++) {
          const start = indices[row]! * columns;
          foreign.set(foreignTable.subarray(start, start + columns), row * columns);
        }
        sink(foreign);
      },
    ]);
    const detail = `${(8 * count * columns / ours! / 1e6).toFixed(1)} GB/s`;
    report(`gather ${count} rows, against subarray + set`, plain! / ours!, detail);
  }

  const calls = {
    add: "add(x, x, y)",
    matmul: "matmul(x, x, y, { m: 2, k: 2, n: 2 })",
    exp: "exp(x, y)",
    softmax: "softmax(x, y, { rows: 2, columns: 2 })",
    sgdStep: "sgdStep(x, y, { learningRate: 1 })",
  };
  for (const [name, call] of Object.entries(calls)) await reportFirstCall(name, call);
}

if (import.meta.main) await main();
