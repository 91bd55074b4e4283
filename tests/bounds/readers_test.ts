// Every reader of text from outside takes time in proportion to the text, whatever it is made of.
import { parseDismissal } from "../../scripts/history/dismissal.ts";
import { parseManifest } from "../../scripts/report/history/site_manifest.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Content } from "../../scripts/result/import/content.ts";
import { IMPORTERS } from "../../scripts/result/import/formats.ts";
import { guessFormat } from "../../scripts/result/import/guess.ts";
import { ANY_MARK } from "../../scripts/result/import/marks.ts";
import { importResult, recognizeFormat } from "../../scripts/result/import/read.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { condense } from "../../scripts/result/text/condense.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { parseConfig } from "../../scripts/verdict/config.ts";
import { assertLinear } from "./doubling.ts";
import { readTestdata } from "../helpers/testdata.ts";
import { placesIn, repeatList, replaceAt, valueAt } from "./stretched.ts";
import { BEGINNINGS, LINES, PARTS, UNITS } from "./units.ts";
import { isOneIn } from "../helpers/thorough.ts";

/**
 * Each importer reads a content that was read before, so only its own work counts. What a content
 * does for the first importer and remembers is the same for every importer: "a fresh content" counts it.
 */
const READERS: Readonly<Record<string, (content: Content) => unknown>> = {
  "a result": ({ text }) => parseResultDocument(text, "a"),
  "a comparison": ({ text }) => parseComparison(text, "a"),
  "a configuration": ({ text }) => parseConfig(text, "a"),
  "a dismissal": ({ text }) => parseDismissal(text, "a"),
  "a manifest": ({ text }) => parseManifest(text, "a"),
  "any format": ({ text }) => recognizeFormat(text, "a"),
  "a whole file": ({ text }) => new Content(text, "a").assertWhole(),
  "a guess": ({ text }) => guessFormat(new Content(text, "a")),
  "a large log": ({ text }) => condense(text, ANY_MARK),
  "a fresh content": ({ text }) => {
    const content = new Content(text, "a");
    for (const { read } of IMPORTERS) orRefuse(read)(content);
  },
  ...Object.fromEntries(
    IMPORTERS.map(({ name, read }) => [name, (content: Content) => read(content)]),
  ),
};

/** Contents of a unit behind a beginning, each made once. */
function contents(before: string, unit: string): (size: number) => Content {
  const made = new Map<number, Content>();
  return (size) => {
    const known = made.get(size) ??
      new Content(before + unit.repeat(size / unit.length), "a");
    made.set(size, known);
    return known;
  };
}

/** Refusing a text must be linear, too. */
function orRefuse<Subject>(read: (subject: Subject) => unknown): (subject: Subject) => void {
  return (subject) => {
    try {
      read(subject);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  };
}

const beginnings = new Map(BEGINNINGS.map((before) => [before, UNITS] as const)).set("", [
  ...UNITS,
  ...LINES,
]);

/** Without `--thorough`, each unit has one reader behind each beginning, and another behind the next. */
const ONE_IN = Object.keys(READERS).length;

for (const [before, units] of beginnings) {
  Deno.test(`all readers are linear in what follows ${JSON.stringify(before)}`, async () => {
    for (const [index, unit] of units.entries()) {
      const make = contents(before, unit);
      for (const [other, [name, read]] of Object.entries(READERS).entries()) {
        if (!isOneIn(ONE_IN, index, other, BEGINNINGS.indexOf(before))) continue;
        await assertLinear(`${name}, ${JSON.stringify([before, unit])}`, make, orRefuse(read));
      }
    }
  });
}

const REPORTS = [
  ...["bencher/measures", "criterion/sum", "customSmallerIsBetter/units", "deno/sort"],
  ...[
    "dotnet/full",
    "google/aggregates",
    "google/repetitions",
    "hyperfine/parameters",
    "jmh/modes",
  ],
  ...["mitata/groups", "pyperf/suite", "pytest/version5", "tinybench/tasks"],
  "vitest/suites",
  "codspeed/rust",
  "gungraun/summary_version1",
  "asv/23456789-py3_12",
  "asv/456789ab-py3_6",
  "github-action-benchmark/tools",
];

for (const report of REPORTS) {
  Deno.test(`reading ${report} is linear in each of its texts and lists`, async () => {
    const document: unknown = JSON.parse(await readTestdata(`import/${report}.json`));
    const [format] = report.split("/");
    const read = orRefuse((value: unknown) => {
      const text = JSON.stringify(value, null, 2);
      const file = { source: "a.json", text, modified: "2026-01-31T12:00:00.000Z" };
      importResult([file], format!);
    });
    for (const [index, { keys, kind }] of placesIn(document).entries()) {
      const known = valueAt(document, keys);
      const where = `${report}: ${keys.join(".")}`;
      if (kind === "list") {
        const list = known as unknown[];
        const make = (size: number) => replaceAt(document, keys, repeatList(list, size / 64));
        if (list.length > 0) await assertLinear(where, make, read);
        continue;
      }
      for (const [other, part] of PARTS.entries()) {
        if (!isOneIn(PARTS.length, index, other)) continue;
        const make = (size: number) => replaceAt(document, keys, `${known}${part.repeat(size)}`);
        await assertLinear(`${where} ${part}`, make, read);
      }
    }
  });
}
