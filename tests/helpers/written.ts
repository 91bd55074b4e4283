/** Whether files that were written at random are read as they were written. @module */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { recognizeFormat } from "../../scripts/result/import/read.ts";
import type {
  WrittenBenchmark,
  WrittenFile,
  WrittenFormat,
} from "../result/import/written/written.ts";
import { importAll } from "./importing.ts";

const modified = "2026-01-31T12:00:00.000Z";

/** Fails unless the text is of the format and has these benchmarks, in whatever order. */
export function assertReadsBack({ format, source }: WrittenFormat, file: WrittenFile): void {
  const { text } = file;
  assertEquals(recognizeFormat(text, source), format);
  const [document, ...others] = importAll([{ source, text, modified }], null);
  assertEquals(others, []);
  const read = byIdentity(document!.benchmarks);
  const wanted = byIdentity(file.benchmarks);
  assertEquals([...read.keys()].sort(), [...wanted.keys()].sort());
  for (const [key, { duration_ms }] of wanted) {
    const found = read.get(key)!.duration_ms;
    if (duration_ms === null || found === null) assertEquals(found, duration_ms, key);
    else assertAlmostEquals(found / duration_ms, 1, 1e-9, key);
  }
}

function byIdentity(benchmarks: readonly WrittenBenchmark[]): Map<string, WrittenBenchmark> {
  return new Map(
    benchmarks.map((one) => [JSON.stringify([one.file, one.group, one.name]), one]),
  );
}
