// Every report takes time in proportion to what it shows, however many or long its parts are.
import { assertGreater } from "@std/assert";
import { noPaint } from "../../scripts/report/paint.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { compareDocuments, type NamedDocument } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import type { Format } from "../../scripts/report/format.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { mergeResults } from "../../scripts/verdict/merge.ts";
import { makeBenchmark, makeDocument, makeMetric } from "../helpers/documents.ts";
import { richComparison, richCurrent } from "../helpers/rich.ts";
import { documentText } from "../helpers/sketches.ts";
import { isTried, THOROUGH } from "../helpers/thorough.ts";
import { assertLinear } from "./doubling.ts";
import { placesIn, repeatList, replaceAt, valueAt } from "./stretched.ts";
import { NAMES } from "./units.ts";

const surface = { paint: noPaint, columns: 100, isTerminal: true };
const how = {
  metrics: ["duration"],
  thresholdsOf: resolveThresholds({ benchmarks: { "*a*": { threshold: 20 } } }, {}),
  ignoreEnvironment: false,
} as const;

/** Tested separately: its charts take longer than everything else, and show a limited number of benchmarks. */
const HTML = COMPARISON_FORMATS.filter(({ name }) => name === "html");
const OTHERS = COMPARISON_FORMATS.filter(({ name }) => name !== "html");

async function renderAll<Subject>(subject: Subject, formats: readonly Format<Subject>[]) {
  for (const { render } of formats) await render(subject, surface);
}

/** Asserts that `run` is linear in the length of each list and each text of a document. */
async function assertLinearIn(
  document: unknown,
  units: readonly string[],
  run: (document: unknown) => unknown,
): Promise<void> {
  for (const [index, { keys, kind }] of placesIn(document).entries()) {
    const known = valueAt(document, keys);
    const where = keys.join(".");
    if (kind === "text") {
      for (const [other, unit] of units.entries()) {
        if (!isTried(index, other)) continue;
        const make = (size: number) => replaceAt(document, keys, `a${unit.repeat(size)}`);
        await assertLinear(`${where} ${JSON.stringify(unit)}`, make, run);
      }
    } else if ((known as unknown[]).length > 0) {
      const list = known as unknown[];
      const make = (size: number) => replaceAt(document, keys, repeatList(list, size / 16));
      await assertLinear(where, make, run);
    }
  }
}

Deno.test("all reports of a result are linear in each of its texts and lists", async () => {
  await assertLinearIn(
    richCurrent(),
    ["a", "é", " a"],
    (document) => renderAll(document as ResultDocument, RESULT_FORMATS),
  );
});

Deno.test("all reports of a comparison are linear in each of its texts and lists", async () => {
  await assertLinearIn(
    richComparison(),
    ["a", " é"],
    (comparison) => renderAll(comparison as Comparison, OTHERS),
  );
});

Deno.test("the page of a comparison is linear in its entries and their rounds", async () => {
  const comparison = richComparison();
  for (const keys of [["entries"], ["entries", 0, "samples", "current"]]) {
    const list = valueAt(comparison, keys) as unknown[];
    await assertLinear(
      keys.join("."),
      (size) => replaceAt(comparison, keys, repeatList(list, size / 4)) as Comparison,
      (comparison) => renderAll(comparison, HTML),
    );
  }
});

Deno.test("all reports are linear in a name, whatever it is made of", async () => {
  for (const [index, unit] of NAMES.entries()) {
    if (!isTried(index)) continue;
    await assertLinear(
      JSON.stringify(unit),
      (size) => {
        const name = unit.repeat(size);
        return parseResultDocument(documentText([{ name, group: name, file: name }]), "a");
      },
      async (document) => {
        await renderAll(document, RESULT_FORMATS);
        const side = { source: "a", document };
        await renderAll(compareDocuments(side, side, how), OTHERS);
      },
    );
  }
});

Deno.test("comparing and joining are linear in the benchmarks and in their rounds", async () => {
  const shapes: readonly ((size: number) => string)[] = [
    (size) =>
      documentText(repeatList([{ name: "a", rounds: [1, 2] }], size / 16) as { name: string }[]),
    (size) =>
      documentText([{ name: "a", rounds: Array.from({ length: size }, (_, i) => 1 + i % 7) }]),
  ];
  for (const shape of shapes) {
    await assertLinear("comparing", (size) => parseResultDocument(shape(size), "a"), (document) => {
      const side = { source: "a", document };
      compareDocuments(side, side, how);
      mergeResults([{ source: "a", subject: document }]);
    });
  }
});

Deno.test("reading, comparing and showing are linear in the metrics of one benchmark", async () => {
  const make = (size: number) =>
    stringifyResultDocument(makeDocument([
      makeBenchmark("a", {
        metrics: Array.from({ length: size }, (_, index) =>
          makeMetric(`m${index}`, index, { exact: index % 2 === 0, rounds: [1, 1] })),
      }),
    ]));
  const sides = new Map<number, NamedDocument>();
  const read = (size: number) => {
    const side = sides.get(size) ??
      { source: "a", document: parseResultDocument(make(size), "a") };
    sides.set(size, side);
    return side;
  };
  const compare = (side: NamedDocument) => compareDocuments(side, side, { ...how, metrics: null });
  await assertLinear("reading", make, (text) => parseResultDocument(text, "a"));
  await assertLinear("comparing", read, compare);
  await assertLinear("a result", read, ({ document }) => renderAll(document, RESULT_FORMATS));
  await assertLinear("losses", read, ({ document }) => {
    for (const { losses } of RESULT_FORMATS) losses?.(document);
  });
  await assertLinear(
    "a comparison",
    (size) => compare(read(size)),
    (comparison) => renderAll(comparison, OTHERS),
  );
});

/** With `--thorough`, more than the stack holds as arguments, which is some 120,000. */
const MANY = THOROUGH ? 130_000 : 4000;

Deno.test(`${MANY} benchmarks can be shown in every format`, async () => {
  const names = Array.from({ length: MANY }, (_, index) => ({ name: `a${index}` }));
  const document = parseResultDocument(documentText(names), "a");
  const side = { source: "a", document };
  const comparison = compareDocuments(side, side, how);
  for (const { render } of RESULT_FORMATS) {
    assertGreater((await render(document, surface)).length, MANY);
  }
  for (const { name, render } of COMPARISON_FORMATS) {
    const text = await render(comparison, surface);
    if (["terminal", "html", "json", "junit"].includes(name)) assertGreater(text.length, MANY);
  }
});

Deno.test(`${MANY} rounds of one benchmark can be shown in every format`, async () => {
  const rounds = Array.from({ length: MANY }, (_, index) => 1 + (index * 7919) % 1000 / 1e4);
  const document = parseResultDocument(documentText([{ name: "a", rounds }]), "a");
  const side = { source: "a", document };
  await renderAll(document, RESULT_FORMATS);
  await renderAll(compareDocuments(side, side, how), COMPARISON_FORMATS);
});
