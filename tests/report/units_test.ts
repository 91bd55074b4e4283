import { assertEquals } from "@std/assert";
import {
  formatChange,
  formatDuration,
  formatNumber,
  formatRate,
  formatSize,
} from "../../scripts/report/units.ts";

/** Checks a function on rows of argument and result. */
function testRows<A>(name: string, format: (value: A) => string, rows: readonly [A, string][]) {
  Deno.test(`${name}() has rows for every case`, async (t) => {
    for (const [value, text] of rows) {
      await t.step(`${value}: ${text}`, () => assertEquals(format(value), text));
    }
  });
}

testRows("formatNumber", formatNumber, [
  [0, "0"],
  [1, "1.000"],
  [9.9994, "9.999"],
  [9.9996, "10.00"],
  [999.95, "1000"],
  [99999, "99999"],
  [0.00012344, "0.0001234"],
  [0.00099996, "0.001000"],
  [-1.5, "-1.500"],
  [1e-12, "0.000000000001000"],
]);

testRows("formatDuration", formatDuration, [
  [1e-12, "0.000001000 ns"],
  [0.000001, "1.000 ns"],
  [0.00099994, "999.9 ns"],
  [0.00099996, "1.000 µs"],
  [0.001, "1.000 µs"],
  [0.99994, "999.9 µs"],
  [0.99996, "1.000 ms"],
  [1, "1.000 ms"],
  [999.94, "999.9 ms"],
  [999.96, "1.000 s"],
  [1000, "1.000 s"],
  [86_400_000, "86400 s"],
]);

testRows("formatRate", (value: number) => formatRate(value, "op/s"), [
  [0, "0 op/s"],
  [0.5, "0.5000 op/s"],
  [0.99996, "1.000 op/s"],
  [999.94, "999.9 op/s"],
  [999.96, "1.000 kop/s"],
  [999_960, "1.000 Mop/s"],
  [1e9, "1.000 Gop/s"],
  [2.5e15, "2.500 Pop/s"],
  [2.5e18, "2500 Pop/s"],
]);

testRows("formatSize", formatSize, [
  [0, "0 B"],
  [0.000001, "1.000 B"],
  [0.00099996, "1.000 kB"],
  [1, "1.000 MB"],
  [1024, "1.024 GB"],
]);

testRows("formatChange", formatChange, [
  [0, "0.0 %"],
  [0.0004, "0.0 %"],
  [-0.0004, "0.0 %"],
  [0.0005, "+0.1 %"],
  [-0.0006, "-0.1 %"],
  [0.1, "+10.0 %"],
  [-1, "-100.0 %"],
  [8.999, "+899.9 %"],
  [9, "10.0×"],
  [1e6, "1000001.0×"],
]);
