// Every reader of text from outside takes time in proportion to the text, whatever it is made of.
import { Failure } from "../../mod.ts";
import { parseDismissal } from "../../scripts/history/dismissal.ts";
import { parseManifest } from "../../scripts/report/history/site_manifest.ts";
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

const READERS: readonly ((text: string) => unknown)[] = [
  (text) => parseResultDocument(text, "a"),
  (text) => parseComparison(text, "a"),
  (text) => parseConfig(text, "a"),
  (text) => parseDismissal(text, "a"),
  (text) => parseManifest(text, "a"),
  (text) => recognizeFormat(text, "a"),
  (text) => new Content(text, "a").assertWhole(),
  (text) => guessFormat(new Content(text, "a")),
  (text) => condense(text, ANY_MARK),
  ...IMPORTERS.map(({ read }) => (text: string) => read(new Content(text, "a"))),
];

/** Reads a text with all; what is refused is refused in time, too. */
function readAll(text: string): void {
  for (const read of READERS) {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
}

const beginnings = new Map(BEGINNINGS.map((before) => [before, UNITS] as const)).set("", [
  ...UNITS,
  ...LINES,
]);

for (const [before, units] of beginnings) {
  Deno.test(`all readers are linear in what follows ${JSON.stringify(before)}`, async () => {
    for (const unit of units) {
      await assertLinear(
        JSON.stringify([before, unit]),
        (size) => before + unit.repeat(size / unit.length),
        readAll,
      );
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
    const read = (value: unknown) => {
      const text = JSON.stringify(value, null, 2);
      const file = { source: "a.json", text, modified: "2026-01-31T12:00:00.000Z" };
      try {
        return importResult([file], format!);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
    };
    for (const { keys, kind } of placesIn(document)) {
      const known = valueAt(document, keys);
      const where = `${report}: ${keys.join(".")}`;
      if (kind === "list") {
        const list = known as unknown[];
        const make = (size: number) => replaceAt(document, keys, repeatList(list, size / 64));
        if (list.length > 0) await assertLinear(where, make, read);
        continue;
      }
      for (const part of PARTS) {
        const make = (size: number) => replaceAt(document, keys, `${known}${part.repeat(size)}`);
        await assertLinear(`${where} ${part}`, make, read);
      }
    }
  });
}
