// Checks the formats of other programs against their schemas.
import { assert, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { Ajv } from "../../scripts/deps/ajv.ts";
import { sarifSchema } from "../../scripts/deps/sarif_schema.ts";
import { renderComparisonJUnit } from "../../scripts/report/comparison/junit.ts";
import { renderComparisonSarif } from "../../scripts/report/comparison/sarif.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { richBaseline, richCurrent } from "../helpers/rich.ts";
import { makeDocument, steady } from "../helpers/sketches.ts";

const how = {
  metrics: ["duration"],
  thresholdsOf: resolveThresholds({}, {}),
  ignoreEnvironment: false,
} as const;

const hostile = (duration: number) =>
  makeDocument(HOSTILE_NAMES.map(([, name]) => ({
    name,
    group: name,
    file: name,
    line: 3,
    rounds: steady(duration),
  })));

/** Bench files with hostile names that were left out. */
const affected = {
  measured: [],
  left_out: HOSTILE_NAMES.map(([, name]) => ({ file: name, reason: name })),
};

const COMPARISONS: readonly (readonly [what: string, comparison: Comparison])[] = [
  [
    "every verdict",
    compareDocuments(
      { source: "a", document: richBaseline() },
      { source: "b", document: richCurrent() },
      how,
    ),
  ],
  [
    "hostile names",
    {
      ...compareDocuments(
        { source: "a", document: hostile(1) },
        { source: "b", document: hostile(2) },
        how,
      ),
      affected,
    },
  ],
  [
    "nothing",
    compareDocuments(
      { source: "a", document: makeDocument([]) },
      { source: "b", document: makeDocument([]) },
      how,
    ),
  ],
];

Deno.test("the SARIF is valid by the schema of OASIS", async (t) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const valid = ajv.compile(sarifSchema);
  assert(
    !valid({ version: "2.1.0", runs: [{}] }),
    "the schema accepts a run without a tool: it checks nothing",
  );
  for (const [what, comparison] of COMPARISONS) {
    await t.step(what, () => {
      const passed = valid(JSON.parse(renderComparisonSarif(comparison)));
      assertEquals(valid.errors ?? [], []);
      assert(passed);
    });
  }
});

Deno.test("the JSON is valid by its schema in the repository", async (t) => {
  const url = new URL("../../scripts/verdict/comparison.schema.json", import.meta.url);
  const schema = JSON.parse(await Deno.readTextFile(url));
  const valid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    schema,
  );
  assert(!valid({ version: "1.1" }));
  for (const [what, comparison] of COMPARISONS) {
    await t.step(what, () => {
      valid(JSON.parse(renderComparisonJson(comparison)));
      assertEquals(valid.errors ?? [], []);
    });
  }
});

/**
 * The children that the Jenkins schema (junit-10.xsd) allows an element, the required ones first.
 */
const JUNIT: Readonly<Record<string, readonly [required: string[], optional: string[]]>> = {
  testsuites: [[], ["name", "time", "tests", "failures", "errors"]],
  testsuite: [["name", "tests", "failures", "errors"], [
    ...["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
  ]],
  testcase: [["name"], ["time", "classname", "group"]],
  failure: [[], ["type", "message"]],
  error: [[], ["type", "message"]],
  skipped: [[], ["type", "message"]],
  "system-out": [[], []],
};
const WITHIN: Readonly<Record<string, string>> = {
  testsuite: "testsuites",
  testcase: "testsuite",
  failure: "testcase",
  error: "testcase",
  skipped: "testcase",
  "system-out": "testcase",
};

/** Parses XML of only tags, attributes and text. */
function checkJUnit(xml: string): number {
  const open: string[] = [];
  let elements = 0;
  let rest = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, "");
  while (rest !== "") {
    const token = /^<(\/?)([\w-]+)((?: \w+="[^"<]*")*)(\/?)>|^[^<]+/.exec(rest);
    assert(token !== null, `not well formed at ${rest.slice(0, 80)}`);
    rest = rest.slice(token[0].length);
    const [text, closing, name, attributes, empty] = token;
    assert(!/&(?!(?:amp|lt|gt|quot|apos);)/.test(text), text);
    if (name === undefined) continue;
    if (closing === "/") {
      assertEquals(open.pop(), name);
      continue;
    }
    elements++;
    assertEquals(open.at(-1), WITHIN[name], `${name} is in the wrong place`);
    const [required, optional] = JUNIT[name]!;
    const given = [...attributes!.matchAll(/ (\w+)="[^"]*"/g)].map((match) => match[1]!);
    assertEquals(new Set(given).size, given.length);
    assertEquals(required.filter((one) => !given.includes(one)), [], name);
    assertEquals(given.filter((one) => ![...required, ...optional].includes(one)), [], name);
    if (empty !== "/") open.push(name);
  }
  assertEquals(open, []);
  return elements;
}

Deno.test("the JUnit XML has the elements of the Jenkins schema, in their places", async (t) => {
  for (const [what, comparison] of COMPARISONS) {
    await t.step(what, () => {
      const elements = checkJUnit(renderComparisonJUnit(comparison));
      assert(elements > comparison.entries.length);
    });
  }
});
