/**
 * The second thread of the FMA limit: sleeps until the shared number is not 0, then does that many
 * turns.
 */
/// <reference lib="deno.worker" />
import { FLOAT32, multiplyAdds } from "./fma_module.ts";

self.onmessage = ({ data: task }: MessageEvent<Int32Array>) => {
  const run = multiplyAdds(FLOAT32)!;
  self.postMessage("ready");
  // Never returns: the thread that waits for it must not depend on messages being delivered.
  while (true) {
    Atomics.wait(task, 0, 0);
    run(Atomics.load(task, 0));
    Atomics.store(task, 0, 0);
    Atomics.notify(task, 0);
  }
};
