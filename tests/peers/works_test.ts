import { assert, assertEquals } from "@std/assert";
import type { OperationName, Operations } from "../../benchmarks/peers/contender.ts";
import { reference } from "../../benchmarks/peers/reference.ts";
import { works } from "../../benchmarks/peers/works.ts";

/** Larger products take the reference a second each. */
const MOST_FLOPS = 2e7;

Deno.test("works have different names", () => {
  const names = works.map(({ name }) => name);
  assertEquals(names, [...new Set(names)]);
});

Deno.test("works' inputs are as long as their sizes say", () => {
  for (const { name, operation, flops = 0, inputs } of works) {
    if (flops > MOST_FLOPS) continue;
    const compute = reference[operation] as (of: Operations[OperationName]) => Float64Array[];
    // A number from beyond the end of an input would make a result NaN.
    for (const result of compute(inputs())) assert(result.every(Number.isFinite), name);
  }
});
