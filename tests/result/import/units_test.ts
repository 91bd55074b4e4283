import { assertEquals } from "@std/assert";
import { measureOf, msPer } from "../../../scripts/result/import/units.ts";
import { assertLinear } from "../../bounds/doubling.ts";

Deno.test("msPer() recognises abbreviated and spelled-out units of time, in any case", () => {
  const rows: [ms: number | null, units: string[]][] = [
    [1e-12, ["fs", "femtosecond"]],
    [1e-9, ["ps", "picoseconds", "PS"]],
    [1e-6, ["ns", "nsec", "nanos", "nanosecond", "Nanoseconds", "NS"]],
    [1e-3, ["us", "µs", "μs", "usec", "micros", "microseconds", "Microsecond", "µS"]],
    [1, ["ms", "msec", "msecs", "millis", "millisecond", "MILLISECONDS", " ms "]],
    [1000, ["s", "sec", "secs", "second", "Seconds", "S"]],
    [60_000, ["m", "min", "mins", "minute", "Minutes"]],
    [3_600_000, ["h", "hr", "hrs", "hour", "hours"]],
    [null, ["M", "", "mb", "B", "ops", "op/s", "ns/op", "1", "%", "__proto__", "constructor"]],
  ];
  for (const [ms, units] of rows) {
    for (const unit of units) assertEquals(msPer(unit), ms, unit);
  }
});

Deno.test("measureOf() distinguishes times, rates of calls, and metrics with their direction", () => {
  const time = (unitMs: number) => ({ kind: "time", unitMs }) as const;
  const calls = (unitMs: number) => ({ kind: "calls", unitMs }) as const;
  const other = (better: "lower" | "higher" | null) => ({ kind: "other", better }) as const;
  const rows: [measure: ReturnType<typeof measureOf>, units: string[]][] = [
    [time(1e-6), ["ns", "ns/op", "ns/iter", "NS/Iter", "nanoseconds per iteration", "ns / call"]],
    [time(1e-3), ["us/iter", "µs/op", "usec", "Microseconds/run"]],
    [time(1), ["ms", "ms/op", "ms/execution", "Milliseconds"]],
    [time(1000), ["s", "s/iter", "seconds", "sec per call"]],
    [calls(1000), ["ops/sec", "op/s", "ops/s", "Ops/Sec", "iter/sec", "iterations per second"]],
    [calls(1000), ["hz", "Hz", "runs/s", "calls per sec", "executions/second"]],
    [calls(1), ["ops/ms"]],
    [calls(1e-6), ["ops/ns"]],
    [calls(60_000), ["ops/min"]],
    [other("higher"), ["MB/s", "MS/s", "req/s", "requests per second", "GB/sec", "rows/min"]],
    [other("lower"), ["B/op", "allocs/op", "cycles/iter", "instructions", "bytes", "MiB", "KB"]],
    [other("lower"), ["ms/request", "ns/byte", "seconds per frame"]],
    [other(null), ["", "points", "%", "M", "items", "rows/page", "/", "per", "__proto__"]],
  ];
  for (const [measure, units] of rows) {
    for (const unit of units) assertEquals(measureOf(unit), measure, unit);
  }
});

Deno.test("measureOf() takes linear time in the length of a unit", async () => {
  for (const part of [" ", "per", "/", "per ", "a "]) {
    await assertLinear(
      JSON.stringify(part),
      (size) => `a${part.repeat(size)}b`,
      measureOf,
    );
  }
});
