// A benchmark with each trap, and one that nearly has it.

import { add } from "./add.ts";

let kept = 0;

/** Work for about a tenth of a millisecond. */
function work(times = 1): void {
  for (let index = 0; index < 100_000 * times; index++) kept = (kept * 31 + index) | 0;
}

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

Deno.bench("not-awaited", () => later(0));
Deno.bench("not-awaited, nearly", async () => {
  work();
  await Promise.resolve();
});

Deno.bench("optimised-away", () => {});
Deno.bench("optimised-away, nearly", () => {
  for (let index = 0; index < 50; index++) kept = (kept * 31 + index) | 0;
});

const grown: number[] = [];
Deno.bench("grows", () => {
  for (let index = 0; index < 200; index++) grown.push(index);
  for (let index = 0; index < grown.length; index++) kept ^= grown[index]!;
});
const steady = Array.from({ length: 100_000 }, (_, index) => index);
Deno.bench("grows, nearly", () => {
  for (let index = 0; index < steady.length; index++) kept ^= steady[index]!;
});

Deno.bench("waits", async () => {
  work();
  await later(2);
});
Deno.bench("waits, nearly", async () => {
  work(20);
  await later(0);
});

let cache: number[] | null = null;
Deno.bench("first-call", () => {
  if (cache === null) {
    work(1000);
    cache = [1, 2, 3];
  }
  for (let index = 0; index < 10_000; index++) kept ^= cache[index % 3]!;
});
Deno.bench("first-call, nearly", () => {
  work();
});

let garbage: unknown[] = [];
Deno.bench("collection", () => {
  garbage = Array.from({ length: 20 }, () => new Array(5000).fill(0.5));
});
Deno.bench("collection, nearly", () => {
  garbage = [{ kept }];
  work();
});

const spinning = `let kept = 0;
self.onmessage = () => {
  for (const until = performance.now() + SPIN; performance.now() < until;) kept++;
  self.postMessage(kept);
};`;
const spin = (ms: number) => {
  let worker: Worker | null = null;
  return async (own: number) => {
    worker ??= new Worker(`data:text/javascript,${spinning.replace("SPIN", `${ms}`)}`, {
      type: "module",
    });
    const done = new Promise((resolve) => worker!.onmessage = resolve);
    worker.postMessage(0);
    for (const until = performance.now() + own; performance.now() < until;) kept++;
    await done;
  };
};
const both = spin(10);
Deno.bench("several-cores", async () => await both(10));
const after = spin(2);
Deno.bench("several-cores, nearly", async () => await after(8));

const numbers = new Int32Array(30_000);
Deno.bench("set-up", () => {
  for (let index = 0; index < numbers.length; index++) numbers[index] = index * 31 ^ index >> 3;
  kept ^= add(numbers.subarray(0, 4500));
});
Deno.bench("set-up, nearly", () => {
  for (let index = 0; index < 3000; index++) numbers[index] = index * 31 ^ index >> 3;
  kept ^= add(numbers);
});

Deno.bench("different-work", { group: "different-work" }, () => work(0.1));
Deno.bench("different-work, the rest", { group: "different-work" }, () => work(20));
Deno.bench("different-work, nearly", { group: "nearly" }, () => work());
Deno.bench("different-work, the rest, nearly", { group: "nearly" }, () => work(20));

export const result = () => [kept, garbage];
