/** Files of other harnesses. @module */
import { fc } from "../../../scripts/deps/fast_check.ts";
import { parseDenoBenchReport } from "../../../scripts/result/deno_bench.ts";
import { importResult, recognizeFormat } from "../../../scripts/result/import/read.ts";
import { IMPORT_FORMATS } from "../../../scripts/result/import/names.ts";
import { assertKept, assertResult, readOrRefuse } from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText, damaged, nearly, withMistakes } from "../texts.ts";

const modified = "2026-01-31T12:00:00.000Z";
const folder = new URL("../../testdata/import/", import.meta.url);

/** Targets that begin with the files of tests/testdata/import/. */
export function importTargets(): Target[] {
  return [
    ...IMPORT_FORMATS.map((format) =>
      target(`import ${format}`, importTexts(format), importAs(format))
    ),
    target("files with other names in them", renamings(), importRenamed),
    target("a report of deno bench", importTexts("deno"), async (text) => {
      await readOrRefuse("a report", () => parseDenoBenchReport(text, "deno bench"));
    }),
  ];
}

function textsOf(format: string): string[] {
  // The two cannot be told apart by their files.
  const name = format === "customBiggerIsBetter" ? "customSmallerIsBetter" : format;
  const own = new URL(`${name}/`, folder);
  return [...Deno.readDirSync(own)].map(({ name }) => name).sort()
    .map((name) => Deno.readTextFileSync(new URL(name, own)));
}

/** Null where the text is not one value. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Texts that are nearly what a harness has written. */
export function importTexts(format: string): fc.Arbitrary<string> {
  const texts = textsOf(format);
  const values = texts.map(valueOf).filter((value) => value !== null);
  const asText = damaged(fc.constantFrom(...texts), 4);
  if (values.length === 0) return asText;
  const asValue = nearly(fc.constantFrom(...values).chain((value) => withMistakes(value)));
  return fc.oneof({ weight: 1, arbitrary: asText }, { weight: 2, arbitrary: asValue });
}

/** Some harnesses name the benchmark in the path alone. */
const SOURCE = "target/criterion/sum/new/estimates.json";

/** Reads a text as the format it was made from, and as whatever it looks like. */
function importAs(format: string): (text: string) => Promise<void> {
  return async (text) => {
    const files = [{ source: SOURCE, text, modified }];
    const found = await readOrRefuse("the format", () => recognizeFormat(text, SOURCE));
    for (const from of new Set([format, found ?? format])) {
      const document = await readOrRefuse(`import ${from}`, () => importResult(files, from));
      if (document !== null) await assertResult(document);
    }
    await readOrRefuse("import twice", () => importResult([...files, ...files], null));
  };
}

/** The field that has the names of benchmarks, of formats that read nothing else from them. */
const NAMES: Readonly<Record<string, string>> = {
  customSmallerIsBetter: "name",
  hyperfine: "command",
  mitata: "name",
  tinybench: "name",
  vitest: "name",
};

interface Renaming {
  readonly format: string;
  readonly value: unknown;
  readonly names: readonly string[];
}

function renamings(): fc.Arbitrary<Renaming> {
  return fc.constantFrom(...Object.keys(NAMES)).chain((format) =>
    fc.record({
      format: fc.constant(format),
      value: fc.constantFrom(...textsOf(format).map((text) => JSON.parse(text))),
      names: fc.uniqueArray(anyText, { minLength: 20, maxLength: 20 }),
    })
  );
}

/** What benchmarks are called decides nothing: the same come in, by the names they were given. */
function importRenamed({ format, value, names }: Renaming): void {
  const read = (given: readonly string[]) => {
    const known = new Map<string, string>();
    const text = JSON.stringify(value, (key, inner) => {
      if (key !== NAMES[format] || typeof inner !== "string") return inner;
      if (!known.has(inner)) known.set(inner, given[known.size]!);
      return known.get(inner);
    });
    return importResult([{ source: SOURCE, text, modified }], format).benchmarks;
  };
  const plain = names.map((_, index) => `<${index}>`);
  const rename = (text: string | null) =>
    text?.replace(/<(\d+)>/g, (_, index) => names[index]!) ?? null;
  const wanted = read(plain).map(({ group, name }) => [rename(group), rename(name)]);
  assertKept(
    `names of ${format}`,
    wanted,
    () => read(names).map(({ group, name }) => [group, name]),
  );
}
