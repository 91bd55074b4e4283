import { assertEquals } from "@std/assert";
import { readOptimizations } from "../../../scripts/result/profile/optimization.ts";

const compiled = (name: string, target: string) =>
  `[completed compiling 0x1f00 <JSFunction ${name} (sfi = 0x2a)> (target ${target}) - took 0.1, 2.0, 0.1 ms]`;
const bailout = (name: string, reason: string, kind = "deopt-eager") =>
  `[bailout (kind: ${kind}, reason: ${reason}): begin. deoptimizing 0x1f00 <JSFunction ${name} (sfi = 0x2a)>, 0x3 <Code TURBOFAN_JS>, opt id 1]`;

Deno.test("readOptimizations() reports the final tier of a function", () => {
  const lines = [
    "printed by a benchmark",
    compiled("one", "MAGLEV"),
    compiled("one", "TURBOFAN_JS"),
    compiled("two", "MAGLEV"),
    compiled("three", "BASELINE"),
    compiled("four", "TURBOFAN_JS"),
    bailout("four", "wrong map"),
    "[completed compiling 0x1f00 <JSFunction",
  ];
  assertEquals(Object.fromEntries(readOptimizations(lines.join("\n"))), {
    one: { tier: "turbofan", deoptimized: 0, reason: null },
    two: { tier: "maglev", deoptimized: 0, reason: null },
    four: { tier: "not optimised", deoptimized: 1, reason: "wrong map" },
  });
});

Deno.test("readOptimizations() counts deoptimizations, except those that belong to warming up", () => {
  const lines = [
    bailout("f", "wrong map"),
    bailout("f", "not a Smi"),
    bailout("f", "prepare for on stack replacement (OSR)"),
    bailout("f", "unknown", "deopt-lazy"),
  ];
  assertEquals(readOptimizations(lines.join("\n")).get("f"), {
    tier: "not optimised",
    deoptimized: 3,
    reason: "unknown",
  });
});

Deno.test("readOptimizations() reads hostile names only as names", () => {
  const found = readOptimizations(compiled("constructor", "MAGLEV"));
  assertEquals([...found.keys()], ["constructor"]);
});
