import { assertEquals } from "@std/assert";
import {
  formatChange,
  formatDuration,
  formatNumber,
  formatRate,
  formatSize,
} from "../../scripts/report/units.ts";

Deno.test("formatNumber() keeps four significant digits, without an exponent", async (t) => {
  const rows: [value: number, wanted: string][] = [
    [0, "0"],
    [1, "1.000"],
    [9.9994, "9.999"],
    [9.99951, "10.00"],
    [99.995, "100.0"],
    [999.94, "999.9"],
    [999.95, "1000"],
    [1234567, "1234567"],
    [0.1, "0.1000"],
    [0.000123456, "0.0001235"],
    [-1.5, "-1.500"],
    [-0.00999999, "-0.01000"],
  ];
  for (const [value, wanted] of rows) {
    await t.step(`${value}`, () => assertEquals(formatNumber(value), wanted));
  }
});

Deno.test("formatDuration() takes the unit that fits, also where rounding reaches the next", async (t) => {
  const rows: [milliseconds: number, wanted: string][] = [
    [0, "0 ns"],
    [1e-7, "0.1000 ns"],
    [1e-6, "1.000 ns"],
    [0.0009999, "999.9 ns"],
    [0.00099994, "999.9 ns"],
    [0.00099996, "1.000 µs"],
    [0.001, "1.000 µs"],
    [0.99994, "999.9 µs"],
    [0.99996, "1.000 ms"],
    [1, "1.000 ms"],
    [999.96, "1.000 s"],
    [86_400_000, "86400 s"],
  ];
  for (const [milliseconds, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatDuration(milliseconds), wanted));
  }
});

Deno.test("formatRate() takes the prefix that fits, also where rounding reaches the next", async (t) => {
  const rows: [value: number, unit: string, wanted: string][] = [
    [0, "op/s", "0 op/s"],
    [0.5, "op/s", "0.5000 op/s"],
    [999.94, "op/s", "999.9 op/s"],
    [999.96, "op/s", "1.000 kop/s"],
    [1000, "op/s", "1.000 kop/s"],
    [999_960, "B/s", "1.000 MB/s"],
    [2.5e9, "FLOP/s", "2.500 GFLOP/s"],
    [1e12, "FLOP/s", "1.000 TFLOP/s"],
    [1e15, "FLOP/s", "1.000 PFLOP/s"],
    [1e18, "FLOP/s", "1000 PFLOP/s"],
  ];
  for (const [value, unit, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatRate(value, unit), wanted));
  }
});

Deno.test("formatSize() counts bytes in thousands", async (t) => {
  const rows: [megabytes: number, wanted: string][] = [
    [0, "0 B"],
    [0.0000005, "0.5000 B"],
    [0.000016, "16.00 B"],
    [0.001, "1.000 kB"],
    [1.5, "1.500 MB"],
    [2048, "2.048 GB"],
  ];
  for (const [megabytes, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatSize(megabytes), wanted));
  }
});

Deno.test("formatChange() gives signed percent, and a factor from ten times on", async (t) => {
  const rows: [change: number, wanted: string][] = [
    [0, "0.0 %"],
    [0.0004, "0.0 %"],
    [-0.0004, "0.0 %"],
    [0.0006, "+0.1 %"],
    [-0.0006, "-0.1 %"],
    [0.1, "+10.0 %"],
    [-0.999, "-99.9 %"],
    [-1, "-100.0 %"],
    [8.99, "+899.0 %"],
    [9, "10.0×"],
    [999, "1000.0×"],
  ];
  for (const [change, wanted] of rows) {
    await t.step(`${change}: ${wanted}`, () => assertEquals(formatChange(change), wanted));
  }
});
