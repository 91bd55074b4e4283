// What a benchmark is called never depends on what else is in its file.
import { assert, assertEquals } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { formatIdentity } from "../../../scripts/result/identity.ts";
import { importResults } from "../../../scripts/result/import/read.ts";
import { readTestdata } from "../../helpers/testdata.ts";

const folder = new URL("../../testdata/import/", import.meta.url);

interface Found {
  readonly names: ReadonlySet<string>;
  /** Measurements of all benchmarks together. */
  readonly measurements: number;
}

/** What a text tells of; null where it is refused. */
function readText(text: string, source: string, from: string): Found | null {
  try {
    const file = { source, text, modified: "2026-01-31T12:00:00.000Z" };
    const benchmarks = importResults([file], { from, root: null })
      .flatMap((document) => document.benchmarks);
    return {
      names: new Set(benchmarks.map(formatIdentity)),
      measurements: benchmarks.reduce((sum, { rounds }) => sum + Math.max(1, rounds.length), 0),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** The text without one entry of one of its lists, for each of these; or without one of its lines. */
function* withoutOne(text: string): Generator<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const lines = text.split("\n");
    for (const index of lines.keys()) yield lines.toSpliced(index, 1).join("\n");
    return;
  }
  for (const entries of listsIn(value)) {
    for (const key of Object.keys(entries)) {
      const [kept] = Array.isArray(entries) ? entries.splice(Number(key), 1) : [entries[key]];
      if (!Array.isArray(entries)) delete entries[key];
      yield JSON.stringify(value);
      if (Array.isArray(entries)) entries.splice(Number(key), 0, kept);
      else entries[key] = kept;
    }
  }
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

for (const { name: format } of [...Deno.readDirSync(folder)].filter((one) => one.isDirectory)) {
  Deno.test(`names of ${format} do not depend on what else is in the file`, async () => {
    let compared = 0;
    for (const { name } of Deno.readDirSync(new URL(`${format}/`, folder))) {
      const text = await readTestdata(`import/${format}/${name}`);
      const whole = readText(text, name, format);
      assert(whole !== null, name);
      for (const fewer of withoutOne(text)) {
        const found = readText(fewer, name, format);
        // A line that is no result, such as the package of those below, tells of others.
        if (found === null || found.measurements >= whole.measurements) continue;
        assertEquals([...found.names.difference(whole.names)], [], name);
        compared++;
      }
    }
    assert(compared > 0, "nothing was left out");
  });
}
