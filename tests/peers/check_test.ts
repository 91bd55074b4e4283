import { assertEquals } from "@std/assert";
import { largestError } from "../../benchmarks/peers/check.ts";

Deno.test("largestError() reports wrong elements only", () => {
  const rows = [
    { got: [[1, 2]], want: [[1, 2]], error: 0, shows: "equal values" },
    { got: [[1, 2.5]], want: [[1, 2]], error: 0.25, shows: "a share of the wanted value" },
    { got: [[0.5]], want: [[0]], error: 0.5, shows: "a share of the scale near 0" },
    { got: [[NaN, 1]], want: [[1, 1]], error: Infinity, shows: "NaN first" },
    { got: [[1, NaN]], want: [[2, 1]], error: Infinity, shows: "NaN after another error" },
    { got: [[NaN, 5]], want: [[1, 1]], error: Infinity, shows: "NaN before another error" },
    { got: [[1]], want: [[1, 1]], error: Infinity, shows: "a result that is too short" },
    { got: [[1]], want: [[1], [1]], error: Infinity, shows: "a result that is missing" },
    { got: [[1], [3]], want: [[1], [2]], error: 0.5, shows: "an error in the second result" },
  ];
  for (const { got, want, error, shows } of rows) {
    assertEquals(largestError(got, want.map((each) => Float64Array.from(each)), 1), error, shows);
  }
});
