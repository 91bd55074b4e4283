// The name of a benchmark never depends on what else is in its file.
import { assert, assertEquals } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { formatIdentity } from "../../../scripts/result/identity.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { IMPORTERS } from "../../../scripts/result/import/formats.ts";
import { importResults } from "../../../scripts/result/import/read.ts";
import type { BenchmarkResult } from "../../../scripts/result/schema.ts";
import { readTestdata } from "../../helpers/testdata.ts";

const folder = new URL("../../testdata/import/", import.meta.url);

interface Found {
  readonly names: ReadonlySet<string>;
  /** Measurements of all benchmarks together. */
  readonly measurements: number;
}

/** Returns what is found in a text; null if it is refused. */
function readText(text: string, source: string, from: string): Found | null {
  try {
    const file = { source, text, modified: "2026-01-31T12:00:00.000Z" };
    const benchmarks = importResults([file], { from, root: null })
      .flatMap(({ document }) => document.benchmarks);
    return {
      names: new Set(benchmarks.map(formatIdentity)),
      measurements: measurementsOf(benchmarks),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** Counts what the importer alone finds in a text, which is quicker; null if it refuses the text. */
function countDirectly(text: string, source: string, format: string): number | null {
  const { read } = IMPORTERS.find(({ name }) => name === format)!;
  try {
    return measurementsOf(read(new Content(text, source)).flatMap(({ benchmarks }) => benchmarks));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

function measurementsOf(benchmarks: readonly BenchmarkResult[]): number {
  return benchmarks.reduce((sum, { rounds }) => sum + Math.max(1, rounds.length), 0);
}

/** A text in parts, of which some may be left out. */
interface Parts {
  readonly count: number;
  without(left: ReadonlySet<number>): string;
}

/** The lines of a text, or each of the lists in its JSON. */
function* partsOf(text: string): Generator<Parts> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const lines = text.split("\n");
    const without = (left: ReadonlySet<number>) =>
      lines.filter((_, index) => !left.has(index)).join("\n");
    yield { count: lines.length, without };
    return;
  }
  for (const list of listsIn(value)) {
    const entries = Object.entries(list);
    const without = (left: ReadonlySet<number>) => {
      replaceEntries(list, entries.filter((_, index) => !left.has(index)));
      const fewer = JSON.stringify(value);
      replaceEntries(list, entries);
      return fewer;
    };
    yield { count: entries.length, without };
  }
}

function replaceEntries(
  list: unknown[] | Record<string, unknown>,
  entries: readonly [string, unknown][],
): void {
  if (Array.isArray(list)) {
    list.splice(0, list.length, ...entries.map(([, value]) => value));
    return;
  }
  for (const key of Object.keys(list)) delete list[key];
  Object.assign(list, Object.fromEntries(entries));
}

/** Arrays and objects of which every value is one itself. */
function* listsIn(value: unknown): Generator<unknown[] | Record<string, unknown>> {
  if (!isNested(value)) return;
  const values = Object.values(value);
  if (values.length > 1 && values.every(isNested)) yield value;
  for (const inner of values) yield* listsIn(inner);
}

function isNested(value: unknown): value is unknown[] | Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Results of a list that are tried, from all over it. */
const MOST = 12;

function evenly(indexes: readonly number[]): readonly number[] {
  const step = Math.ceil(indexes.length / MOST);
  return indexes.filter((_, place) => place % step === 0);
}

for (const { name: format } of [...Deno.readDirSync(folder)].filter((one) => one.isDirectory)) {
  Deno.test(`names of ${format} do not depend on what else is in the file`, async () => {
    let compared = 0;
    for (const { name } of Deno.readDirSync(new URL(`${format}/`, folder))) {
      const text = await readTestdata(`import/${format}/${name}`);
      const whole = readText(text, name, format);
      assert(whole !== null, name);
      const direct = countDirectly(text, name, format);
      const countIn = (fewer: string) =>
        direct === null
          ? readText(fewer, name, format)?.measurements ?? null
          : countDirectly(fewer, name, format);
      const all = direct ?? whole.measurements;
      for (const { count, without } of partsOf(text)) {
        const indexes = Array.from({ length: count }, (_, index) => index);
        // What is no result, such as the package of the lines below it, tells of others.
        const results = indexes.filter((index) => {
          const found = countIn(without(new Set([index])));
          return found !== null && found < all;
        });
        for (const index of evenly(results)) {
          const others = new Set(results.filter((other) => other !== index));
          for (const left of [new Set([index]), others]) {
            const found = readText(without(left), name, format);
            if (found === null) continue;
            assertEquals([...found.names.difference(whole.names)], [], name);
            compared++;
          }
        }
      }
    }
    assert(compared > 0, "nothing was left out");
  });
}
