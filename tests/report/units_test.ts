import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  formatChange,
  formatChangeBeside,
  formatDeviation,
  formatDuration,
  formatInterval,
  formatNumber,
  formatRate,
  formatSize,
} from "../../scripts/report/units.ts";
import { finiteDoubles } from "../helpers/doubles.ts";
import { seeded } from "../helpers/draws.ts";

Deno.test("formatNumber() keeps four significant digits, and uses an exponent if it would be long", async (t) => {
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
    [-0, "0"],
    [999_949_999, "999949999"],
    [999_950_000, "1.000e9"],
    [0.000099999, "0.0001000"],
    [0.00009999, "9.999e-5"],
    [5e-324, "4.941e-324"],
    [Number.MAX_VALUE, "1.798e308"],
    [NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "-∞"],
  ];
  for (const [value, wanted] of rows) {
    await t.step(`${value}`, () => assertEquals(formatNumber(value), wanted));
  }
});

Deno.test("formatDuration() chooses the unit that fits, even if rounding reaches the next", async (t) => {
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
    [-1, "-1.000 ms"],
    [1e-12, "1.000 fs"],
    [5e-10, "500.0 fs"],
    [9.9996e-10, "1.000 ps"],
    [9.9e-8, "99.00 ps"],
    [1e-16, "0.0001000 fs"],
    [1e-20, "1.000e-8 fs"],
    [5e-324, "4.941e-312 fs"],
    [99_990, "99.99 s"],
    [99_996, "1 min 40 s"],
    [150_400, "2 min 30 s"],
    [3_599_000, "59 min 59 s"],
    [3_599_600, "1 h"],
    [80_000_000, "22 h 13 min"],
    [86_369_000, "23 h 59 min"],
    [86_380_000, "1 d"],
    [86_400_000, "1 d"],
    [90_000_000, "1 d 1 h"],
    [8_640_000_000, "100.0 d"],
    [Number.MAX_VALUE, "2.081e300 d"],
    [NaN, "NaN d"],
    [Infinity, "∞ d"],
  ];
  for (const [milliseconds, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatDuration(milliseconds), wanted));
  }
});

Deno.test("formatRate() chooses the prefix that fits, even if rounding reaches the next", async (t) => {
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
    [1e24, "FLOP/s", "1.000e9 PFLOP/s"],
    [Number.MAX_VALUE, "op/s", "1.798e293 Pop/s"],
    [5e-324, "op/s", "4.941e-324 op/s"],
    [-2500, "B", "-2.500 kB"],
    [Infinity, "op/s", "∞ op/s"],
    [NaN, "op/s", "NaN op/s"],
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
    [Number.MAX_VALUE, "1.798e299 PB"],
  ];
  for (const [megabytes, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatSize(megabytes), wanted));
  }
});

Deno.test("formatChange() writes signed percent, and a factor from tenfold on", async (t) => {
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
    [98.95, "100×"],
    [11.3, "12.3×"],
    [122.7, "124×"],
    [999, "1,000×"],
    [12_299, "12,300×"],
    [998_999, "999,000×"],
    [999_499, "1.0e6×"],
    [71350606801267176, "7.1e16×"],
    [Number.MAX_VALUE, "1.8e308×"],
    [Infinity, "∞×"],
    [-Infinity, "-∞ %"],
    [NaN, "NaN %"],
    [-99, "-9,900 %"],
  ];
  for (const [change, wanted] of rows) {
    await t.step(`${change}: ${wanted}`, () => assertEquals(formatChange(change), wanted));
  }
});

Deno.test("an interval has the unit of the change next to it", async (t) => {
  const rows: [lower: number, upper: number, beside: number | null, wanted: string][] = [
    [0.418, 0.643, null, "+41.8 to +64.3 %"],
    [-0.02, 0.0001, null, "-2.0 to 0.0 %"],
    [8.813, 9.7, 9.3, "9.81 to 10.7×"],
    [0.5, 14, null, "1.50 to 15.0×"],
    [0.5, 14, 12, "1.50 to 15.0×"],
    [0.5, 14, 3, "+50.0 to +1,400 %"],
    [0.5, 1e20, 3, "+50.0 to +1.0e22 %"],
    [-1, 1e20, 1e5, "0 to 1.0e20×"],
    [-0.996, 14, 10, "0.00400 to 15.0×"],
    [-0.99996, 14, 10, "4.0e-5 to 15.0×"],
    [0.1, 0.2, 12, "1.10 to 1.20×"],
    [-Infinity, Infinity, 0.1, "-∞ to +∞ %"],
  ];
  for (const [lower, upper, beside, wanted] of rows) {
    await t.step(wanted, () => assertEquals(formatInterval({ lower, upper }, beside), wanted));
  }
});

/** Picks doubles of every kind. */
function doubles(): number[] {
  return [NaN, Infinity, -Infinity, ...finiteDoubles(20_000)];
}

Deno.test("every double is short, in the form of its unit, and close to its text", () => {
  const number = String.raw`(?:0|-?\d{4,9}|-?\d\d*\.\d+|-?\d\.\d{3}e-?\d+|NaN|-?∞)`;
  const change = String.raw`[+-]?(?:\d+(?:\.\d+)?|\d{1,3},\d{3}|\d\.\de-?\d+|NaN|∞)`;
  const [numbers, durations, rates, changes, deviations] = [
    number,
    String.raw`${number} (?:fs|ps|ns|µs|ms|s|d)|-?\d+ (?:min|h|d)(?: \d+ (?:s|min|h))?`,
    String.raw`${number} [kMGTP]?B`,
    `(?:${change} %|-?${change}×)`,
    String.raw`-?(?:\d+\.\d|\d{1,3},\d{3}|\d\.\de\d+|NaN|∞) %`,
  ].map((form) => new RegExp(`^(?:${form})$`));
  for (const value of doubles()) {
    assertMatch(formatNumber(value), numbers!);
    assertMatch(formatDuration(value), durations!);
    assertMatch(formatRate(value, "B"), rates!);
    assertMatch(formatSize(value), rates!);
    assertMatch(formatChange(value), changes!);
    assertMatch(formatDeviation(value), deviations!);
    if (value >= -1) assert(formatChange(value).replace(" %", "×").length <= 8, `${value}`);
    if (!Number.isFinite(value) || value === 0) continue;
    const near = Math.abs(Number(formatNumber(value)) / value - 1);
    // The least and the greatest doubles have no short text this close.
    const isBound = Math.abs(value) < 1e-300 || Math.abs(value) > 1e308;
    assert(near <= 0.000501 || isBound, `${value}: ${formatNumber(value)}`);
    if (value < 9 || value > 1e308) continue;
    const factor = Number(formatChange(value).replaceAll(/[×,]/g, ""));
    assert(Math.abs(factor / (value + 1) - 1) <= 0.0501, `${value}: ${formatChange(value)}`);
  }
});

Deno.test("a longer duration is never shown as shorter", () => {
  const seconds = (text: string) => {
    const lengths: Record<string, number> = {
      fs: 1e-15,
      ps: 1e-12,
      ns: 1e-9,
      µs: 1e-6,
      ms: 1e-3,
      s: 1,
      min: 60,
      h: 3600,
      d: 86_400,
    };
    return [...text.matchAll(/(\S+) (\S+)/g)]
      .reduce((sum, [, count, unit]) => sum + Number(count) * lengths[unit!]!, 0);
  };
  const values = doubles().filter((value) => value > 1e-300 && value < 1e300)
    .sort((a, b) => a - b);
  let before = 0;
  for (const value of values) {
    const shown = seconds(formatDuration(value));
    assert(shown >= before * (1 - 1e-12), `${value}: ${formatDuration(value)}`);
    assert(Math.abs(shown / (value / 1000) - 1) < 0.021, `${value}: ${formatDuration(value)}`);
    before = shown;
  }
});

Deno.test("an interval and its change always have the same unit", () => {
  const random = seeded(43);
  const values = doubles();
  const pick = () => values[Math.floor(random.uniform() * values.length)]!;
  for (let round = 0; round < 20_000; round++) {
    const [change, lower, upper] = [pick(), pick(), pick()];
    const unit = formatChange(change).slice(-1);
    const beside = formatInterval({ lower, upper }, change);
    assertMatch(beside, /^\S+ to \S+(?: %|×)$/);
    assert(beside.endsWith(unit), `${formatChange(change)} beside ${beside}`);
    assertEquals([...beside.matchAll(/[%×]/g)].length, 1);
    assertEquals([...formatInterval({ lower, upper }).matchAll(/[%×]/g)].length, 1);
    assert(formatChangeBeside(lower, change).endsWith(unit));
  }
});
