/** Random results of tinybench 2 to 6 as JSON, in the forms in which people write them. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenFile, WrittenFormat } from "./written.ts";

interface Task {
  readonly name: string;
  /** Milliseconds; null if the task did not complete. */
  readonly mean: number | null;
  readonly state: "errored" | "aborted" | "not-started";
}

const task: fc.Arbitrary<Task> = fc.record({
  name: anyText,
  mean: fc.option(figures(1e-6), { freq: 5 }),
  state: fc.constantFrom("errored", "aborted", "not-started"),
});

/** A `Bench` refuses a second task with the same name. */
const tasks = fc.uniqueArray(task, { minLength: 1, maxLength: 8, selector: ({ name }) => name })
  .filter((tasks) => tasks.some(({ mean }) => mean !== null));

function statistics(mean: number) {
  return { min: mean / 2, max: mean * 2, mean, sd: mean / 9, p75: mean, p99: mean, p999: mean };
}

/** Values of `task.result`; undefined if the task did not run. */
const results: ((task: Task) => unknown)[] = [
  // Version 2.
  ({ mean, state }) => {
    if (mean !== null) {
      return { totalTime: 9 * mean, hz: 1000 / mean, samples: [mean], ...statistics(mean) };
    }
    return state === "errored" ? { error: {} } : undefined;
  },
  // Version 5; versions 3 and 4 do not say whether a task was aborted.
  ({ mean, state }) => {
    if (mean !== null) {
      const latency = { ...statistics(mean), p50: mean, samples: [mean] };
      const runtime = { runtime: "node", runtimeVersion: "20.20.2" };
      return { aborted: false, latency, ...statistics(mean), totalTime: 9 * mean, ...runtime };
    }
    if (state === "aborted") return { aborted: true };
    return state === "errored" ? { error: {} } : undefined;
  },
  // Version 6.
  ({ mean, state }) => {
    const runtime = { runtime: "bun", runtimeVersion: "1.3.0" };
    if (mean !== null) {
      const latency = { ...statistics(mean), p50: mean, samplesCount: 9 };
      return { state: "completed", latency, period: mean, totalTime: 9 * mean, ...runtime };
    }
    return { state, ...(state === "errored" ? { error: {} } : {}), ...runtime };
  },
];

const nested = fc.tuple(
  fc.constantFrom(...results),
  tasks,
  fc.constantFrom("in each", "beside the name", "in an object"),
  fc.option(anyText),
).map(([resultOf, tasks, form, suite]) => {
  const written = tasks.map((task) => {
    const result = resultOf(task);
    const { name } = task;
    return form === "beside the name"
      ? { name, ...(result as object | undefined) }
      : { name, result };
  });
  const isObject = form === "in an object";
  return {
    value: isObject ? { ...(suite === null ? {} : { name: suite }), tasks: written } : written,
    benchmarks: tasks.map(({ name, mean: duration_ms }) => ({
      file: null,
      group: isObject ? suite : null,
      name,
      duration_ms,
    })),
  };
});

/** `table()` writes nanoseconds with five digits; a value that it rounds to 0 has no duration. */
const table = fc.tuple(
  tasks,
  fc.constantFrom("Latency average (ns)", "Latency avg (ns)", "Average Time (ns)"),
).map(([tasks, column]) => {
  const rows = tasks.map(({ name, mean, state }) => {
    const ns = (mean ?? 0) * 1e6;
    const average = ns >= 1e5 ? ns.toFixed() : ns.toFixed(2);
    const isOld = column.startsWith("Average");
    const figures = isOld
      ? { "Task Name": name, "ops/sec": "1,234", [column]: Number(average), Margin: "±1.00%" }
      : { "Task name": name, [column]: `${average} ± 1.00%`, Samples: 9 };
    const other = state === "errored" || isOld
      ? { "Task name": name, Error: "planted", Stack: "Error: planted\n    at a.js:1:1" }
      : { "Task name": name, [column]: "N/A", Samples: "N/A", Remarks: state };
    const duration_ms = Number(average) / 1e6;
    return {
      row: mean === null ? other : figures,
      benchmark: { file: null, group: null, name, duration_ms: duration_ms || null },
    };
  });
  return { value: rows.map(({ row }) => row), benchmarks: rows.map(({ benchmark }) => benchmark) };
}).filter(({ benchmarks }) => benchmarks.some(({ duration_ms }) => duration_ms !== null));

const files = fc.tuple(
  fc.oneof({ weight: 3, arbitrary: nested }, table),
  fc.constantFrom(0, 2, "\t"),
)
  .map(([{ value, benchmarks }, indent]): WrittenFile => ({
    text: `${JSON.stringify(value, null, indent)}\n`,
    benchmarks,
  }));

export const written: WrittenFormat = { format: "tinybench", files, source: "bench.json" };
