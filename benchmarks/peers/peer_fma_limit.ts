/**
 * The ceiling of WebAssembly on this machine: fused multiply-adds on 128-bit vectors and nothing
 * else, no loads and no stores, for as many floating-point operations as the work has.
 *
 * It is measured in the same rounds as the kernels, so it slows down when they do. On two threads,
 * it shows what a second thread can give at that moment: little, on a busy machine.
 *
 * @module
 */
import {
  type Contender,
  convolvedSize,
  type Operations,
  type Prepared,
  Unavailable,
} from "./contender.ts";
import { FLOAT32, FLOAT64, multiplyAdds, type Run, turnsFor } from "./fma_module.ts";

/** Available if WebAssembly has relaxed SIMD. */
export async function load(): Promise<Contender[]> {
  const float32 = multiplyAdds(FLOAT32), float64 = multiplyAdds(FLOAT64);
  if (!float32 || !float64) throw new Unavailable("no relaxed SIMD in this WebAssembly");
  const alone = (type: typeof FLOAT32, run: Run, flops: number): Prepared => {
    const turns = turnsFor(type, flops);
    return { call: () => run(turns) };
  };
  const limit = {
    kind: "limit",
    version: `WebAssembly of V8 ${Deno.version.v8}`,
    note: "as many multiply-adds on 128-bit vectors, without loads and stores",
  } as const;
  const second = await startSecondThread();
  return [
    {
      ...limit,
      name: "FMA limit",
      threads: 1,
      operations: {
        matmul: ({ a, m, k, n }) =>
          a instanceof Float32Array
            ? alone(FLOAT32, float32, 2 * m * k * n)
            : alone(FLOAT64, float64, 2 * m * k * n),
        conv2d: (inputs) => {
          const { batch, inChannels, outChannels, kernelSize } = inputs;
          const { height, width } = convolvedSize(inputs);
          const depth = inChannels * kernelSize ** 2;
          return alone(FLOAT32, float32, 2 * batch * outChannels * height * width * depth);
        },
        linearForward: ({ batch, inFeatures, outFeatures }) =>
          alone(FLOAT32, float32, 2 * batch * inFeatures * outFeatures),
        linearBackward: ({ batch, inFeatures, outFeatures }) =>
          alone(FLOAT32, float32, 4 * batch * inFeatures * outFeatures),
      },
    },
    ...second ? [{ ...limit, name: "FMA x2", threads: 2, operations: { matmul: shared } }] : [],
  ];

  function shared({ a, m, k, n }: Operations["matmul"]): Prepared | undefined {
    if (!second || a instanceof Float64Array || m * n < 512 * 512) return undefined;
    const half = Math.ceil(turnsFor(FLOAT32, 2 * m * k * n) / 2);
    return {
      call() {
        const wait = second(half);
        float32!(half);
        wait();
      },
    };
  }
}

/** Lets the second thread do turns; the returned function waits until they are done. */
type SecondThread = (turns: number) => () => void;

/** Starts a Worker with the same loop; `undefined` if it may not read the Worker's file. */
async function startSecondThread(): Promise<SecondThread | undefined> {
  const file = new URL("./fma_worker.ts", import.meta.url);
  const { state } = await Deno.permissions.query({ name: "read", path: file });
  if (state !== "granted") return undefined;
  const task = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(file, { type: "module" });
  await new Promise((resolve) => {
    worker.onmessage = resolve;
    worker.postMessage(task);
  });
  return (turns) => {
    Atomics.store(task, 0, turns);
    Atomics.notify(task, 0);
    return () => {
      Atomics.wait(task, 0, turns);
    };
  };
}
