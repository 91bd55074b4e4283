/** Checks that random files read back as written. @module */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { recognizeFormat } from "../../scripts/result/import/read.ts";
import type {
  WrittenBenchmark,
  WrittenFile,
  WrittenFormat,
} from "../result/import/written/written.ts";
import { importAll } from "./importing.ts";
import { trialsOf } from "./thorough.ts";

const RUNS = trialsOf(200);
const SEED = 15;
const modified = "2026-01-31T12:00:00.000Z";

/** How {@linkcode assertReadsBack} tests a format. */
interface ReadBackOptions {
  readonly onTheWay?: fc.Arbitrary<(text: string) => string>;
  readonly runs?: number;
}

/**
 * Fails unless random files read back: their format is recognised, and the benchmarks are the same.
 *
 * @param options `onTheWay` changes a text before it is read; by default it does nothing.
 */
export function assertReadsBack(
  { format, source, files }: WrittenFormat,
  { onTheWay = fc.constant((text) => text), runs = RUNS }: ReadBackOptions = {},
): void {
  const property = fc.property(files, onTheWay, (file, change) => {
    const text = change(file.text);
    assertEquals(recognizeFormat(text, source), format);
    const [document, ...others] = importAll([{ source, text, modified }], null);
    assertEquals(others, []);
    assertSame(document!.benchmarks, file);
  });
  fc.assert(property, { seed: SEED, numRuns: runs });
}

/** Compares benchmarks in any order. */
function assertSame(found: readonly WrittenBenchmark[], { benchmarks }: WrittenFile): void {
  const [read, wanted] = [byIdentity(found), byIdentity(benchmarks)];
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
