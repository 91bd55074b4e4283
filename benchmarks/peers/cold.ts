/** Measures a kernel's very first call: generating its code, compiling it and running it once. */
import { Unavailable } from "./contender.ts";
import { quantile } from "./measure.ts";

/** Times of first calls, each in a fresh Worker. */
export interface ColdCall {
  readonly kernel: string;
  readonly milliseconds: readonly number[];
  readonly median: number;
}

const WORKER = new URL("./cold_first_call.ts", import.meta.url);

/** Measures every kernel family; to be called before anything else uses the kernels. */
export async function measureColdCalls(repeats: number): Promise<ColdCall[]> {
  const { state } = await Deno.permissions.query({ name: "read", path: WORKER });
  if (state !== "granted") throw new Unavailable("needs --allow-read for this project");
  const kernels = await inFreshWorker<string[]>();
  const times = new Map<string, number[]>(kernels.map((kernel) => [kernel, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [kernel, all] of times) all.push(await inFreshWorker<number>(kernel));
  }
  return [...times].map(([kernel, milliseconds]) => ({
    kernel,
    milliseconds,
    median: quantile(milliseconds, 0.5),
  }));
}

/** Starts a Worker, takes its first message, or its answer to `question`, and ends it. */
function inFreshWorker<T>(question?: string): Promise<T> {
  const worker = new Worker(WORKER, { type: "module" });
  return new Promise<T>((resolve, reject) => {
    let asked = question === undefined;
    worker.onmessage = ({ data }) => {
      if (asked) resolve(data);
      else worker.postMessage(question);
      asked = true;
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot measure first calls: ${event.message}`));
    };
  }).finally(() => worker.terminate());
}
