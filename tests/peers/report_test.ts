import { assertEquals } from "@std/assert";
import { type Result, rowOf } from "../../benchmarks/peers/compare.ts";
import type { Contender, Kind } from "../../benchmarks/peers/contender.ts";
import { renderText } from "../../benchmarks/peers/report.ts";

function contender(name: string, kind: Kind, more: Partial<Contender> = {}): Contender {
  return { name, kind, threads: 1, version: "1.0", operations: {}, ...more };
}

function timed(name: string, median: number): Result {
  return { contender: name, status: "right", ratio: { median, quartiles: [1, 2], rounds: 9 } };
}

Deno.test("renderText() shows ratios, doubts, missing peers and the targets", () => {
  const text = renderText({
    contenders: [
      contender("benchline", "benchline"),
      contender("again", "benchline"),
      contender("numpy-ts", "WebAssembly"),
      contender("jax-js", "WebAssembly", { threads: 2, note: "in Workers" }),
      contender("C", "native"),
    ],
    missing: [{ name: "OpenBLAS", reason: "needs --allow-ffi" }],
    rows: [
      rowOf({ name: "add f32 1M", tolerance: 1e-7 }, [
        timed("again", 0.98765),
        timed("numpy-ts", 1.2345),
        { contender: "jax-js", status: "wrong", error: 0.012 },
        timed("C", 123.4),
      ]),
      rowOf({ name: "exp f32 1M", tolerance: 1e-5 }, [
        timed("again", 1.001),
        { contender: "numpy-ts", status: "failed", reason: "RangeError: too long" },
        { contender: "C", status: "not offered" },
      ]),
    ],
    cold: [{ kernel: "add", milliseconds: [3, 1, 2], median: 2 }],
    outcomes: [
      {
        target: "add f32 1M: of C",
        unit: "times",
        wanted: 0.85,
        measured: 0.8,
        range: [0.75, 0.9],
        status: "missed",
        noisy: false,
        note: "against C",
      },
      {
        target: "exp",
        unit: "times",
        wanted: 1.8,
        status: "not measured",
        noisy: false,
        note: "no WebAssembly peer",
      },
    ],
  });
  assertEquals(
    text,
    `Time over benchline's, median of the rounds; above 1 benchline is faster

Peers       numpy-ts  jax-js
add f32 1M      1.23   wrong
exp f32 1M    failed       -

Limits        C
add f32 1M  123

benchline otherwise  again
add f32 1M           0.988
exp f32 1M               1

Noise of this run: the same kernel measured twice differs by up to 0.988 (add f32 1M)

Contenders
  benchline: 1.0
  again: 1.0
  numpy-ts: 1.0
  jax-js: 1.0; 2 threads; in Workers
  C: 1.0

Not timed
  jax-js, add f32 1M: wrong, off by 1.2e-2 but 1.0e-7 is allowed
  numpy-ts, exp f32 1M: failed, RangeError: too long

Not loaded
  OpenBLAS: needs --allow-ffi

First calls in a fresh Worker, milliseconds

     median  least  most
add       2      1     3

Targets

                    wanted  measured        range
add f32 1M: of C  >= 0.85x      0.8x  0.75 to 0.9  missed        against C
exp                >= 1.8x         -               not measured  no WebAssembly peer
`,
  );
});

Deno.test("renderText() marks rows and targets in which the kernel differs from itself", () => {
  const rows = [["relu f32 1M", 0.93], ["tanh f32 1M", 1.049], ["exp f32 1M", 1.2]] as const;
  const text = renderText({
    contenders: [contender("benchline", "benchline"), contender("again", "benchline")],
    missing: [],
    rows: rows.map(([name, again]) => rowOf({ name, tolerance: 1 }, [timed("again", again)])),
    cold: [],
    outcomes: [{
      target: "exp f32 1M: fastest peer",
      unit: "times",
      wanted: 1,
      measured: 1.1,
      range: [1, 1.2],
      status: "unclear",
      noisy: true,
      note: "against numpy-ts",
    }],
  });
  assertEquals(
    text,
    `Time over benchline's, median of the rounds; above 1 benchline is faster

benchline otherwise  again
relu f32 1M *         0.93
tanh f32 1M           1.05
exp f32 1M *           1.2

* the kernel against itself differs by more than 5 % here: relu f32 1M (0.93); exp f32 1M (1.2)

Noise of this run: the same kernel measured twice differs by up to 1.2 (exp f32 1M)

Contenders
  benchline: 1.0
  again: 1.0

Targets

                          wanted  measured     range
exp f32 1M: fastest peer   >= 1x      1.1x  1 to 1.2  unclear *  against numpy-ts
`,
  );
});

Deno.test("renderText() omits what was not requested", () => {
  const nothing = { contenders: [], missing: [], rows: [], outcomes: [] };
  const text = renderText({
    ...nothing,
    cold: [{ kernel: "add", milliseconds: [150.6], median: 150.6 }],
  });
  assertEquals(
    text,
    `First calls in a fresh Worker, milliseconds

     median  least  most
add     151    151   151
`,
  );
});
