import { assertEquals } from "@std/assert";
import { type Result, type Row, rowOf } from "../../benchmarks/peers/compare.ts";
import type { Contender, Kind } from "../../benchmarks/peers/contender.ts";
import { outcomes } from "../../benchmarks/peers/targets.ts";
import { works } from "../../benchmarks/peers/works.ts";

function contender(name: string, kind: Kind, threads = 1): Contender {
  return { name, kind, threads, version: "1", operations: {} };
}

function timed(name: string, median: number): Result {
  const ratio = { median, quartiles: [median / 2, median * 2], rounds: 9 } as const;
  return { contender: name, status: "right", ratio };
}

function row(name: string, results: readonly Result[]): Row {
  return rowOf({ name, tolerance: 0 }, results);
}

const contenders = [
  contender("benchline", "benchline"),
  contender("2 threads", "benchline", 2),
  contender("numpy-ts", "WebAssembly"),
  contender("jax-js async", "WebAssembly", 2),
  contender("plain TS", "JavaScript"),
  contender("OpenBLAS", "native"),
];

Deno.test("outcomes() compares with the fastest single-threaded peer, except native code", () => {
  const results = [
    timed("numpy-ts", 1.5),
    timed("jax-js async", 0.5),
    timed("plain TS", 9),
    timed("OpenBLAS", 0.5),
  ];
  const rows = [row("matmul f64 1000", results)];
  const [only, ...rest] = outcomes({ rows, contenders, cold: [] });
  assertEquals(rest, []);
  assertEquals(only, {
    target: "matmul f64 1000: fastest peer",
    unit: "times",
    wanted: 1.4,
    measured: 1.5,
    range: [0.75, 3],
    status: "met",
    noisy: false,
    note: "against numpy-ts",
  });
});

Deno.test("outcomes() derives the gain of a second thread from the ratio of two", () => {
  const rows = [row("matmul f32 1000", [timed("2 threads", 0.625)])];
  const threads = outcomes({ rows, contenders, cold: [] })
    .find(({ target }) => target.endsWith("two threads"));
  assertEquals(threads?.measured, 1.6);
  assertEquals(threads?.range, [0.8, 3.2]);
  assertEquals(threads?.status, "missed");
});

Deno.test("outcomes() says what could not be measured, and why", () => {
  const results: Result[] = [{ contender: "C", status: "wrong", error: 1 }];
  const rows = [row("add f32 1M", results)];
  const found = outcomes({ rows, contenders, cold: [] });
  assertEquals(found.map(({ target, status, note }) => [target, status, note]), [
    ["add f32 1M: fastest peer", "not measured", "no peer"],
    ["add f32 1M: of C", "not measured", "no C loops"],
  ]);
});

Deno.test("outcomes() requires every work to be as fast as the fastest peer", () => {
  const results = [timed("numpy-ts", 0.99), timed("plain TS", 1.2), timed("OpenBLAS", 0.1)];
  const rows = works.map(({ name }) => row(name, results));
  const found = outcomes({ rows, contenders, cold: [] })
    .filter(({ target }) => target.endsWith(": fastest peer"));
  assertEquals(
    found.map(({ target }) => target),
    works.map(({ name }) => `${name}: fastest peer`),
  );
  for (const { target, wanted, measured, status } of found) {
    const isLarge = /^matmul f(32 100|32 1000|64 100|64 1000):/.test(target);
    assertEquals([wanted, measured, status], [isLarge ? 1.4 : 1, 0.99, "missed"], target);
  }
});

Deno.test("outcomes() judges a row only if its noise cannot change the outcome", () => {
  const rows = [
    { again: 1.04, ratio: 0.95, status: "missed", noisy: false, shows: "little noise" },
    { again: 1.04, ratio: 0.97, status: "unclear", noisy: false, shows: "less than little noise" },
    { again: 1.06, ratio: 0.97, status: "unclear", noisy: true, shows: "less than the noise" },
    { again: 1 / 1.06, ratio: 1.03, status: "unclear", noisy: true, shows: "noise below 1" },
    {
      again: 1.06,
      ratio: 0.9,
      status: "missed",
      noisy: true,
      shows: "slower by more than the noise",
    },
    { again: 0.45, ratio: 3, status: "met", noisy: true, shows: "faster by more than the noise" },
  ];
  for (const { again, ratio, status, noisy, shows } of rows) {
    const results = [timed("again", again), timed("numpy-ts", ratio)];
    const [only] = outcomes({ rows: [row("softmax 4x16", results)], contenders, cold: [] });
    assertEquals([only?.status, only?.noisy, only?.measured], [status, noisy, ratio], shows);
  }
});

Deno.test("outcomes() judges first calls by the median of the slowest family", () => {
  const cold = [
    { kernel: "add", milliseconds: [1, 2, 99], median: 2 },
    { kernel: "matmul", milliseconds: [14, 16, 18], median: 16 },
  ];
  const [only] = outcomes({ rows: [], contenders, cold });
  assertEquals([only?.measured, only?.range, only?.status, only?.note], [
    16,
    [14, 18],
    "missed",
    "matmul",
  ]);
});
