import { assert, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { renderComparisonMarkdown } from "../../scripts/report/comparison/markdown.ts";
import { renderComparisonTerminal } from "../../scripts/report/comparison/terminal.ts";
import { ansiPaint, noPaint } from "../../scripts/report/paint.ts";
import { renderResultTerminal } from "../../scripts/report/result/terminal.ts";
import type { BenchmarkResult, ResultDocument } from "../../scripts/result/schema.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { renderComparisonAnnotations } from "../../scripts/report/comparison/annotations.ts";
import { renderComparisonSarif } from "../../scripts/report/comparison/sarif.ts";
import { stringifyJson, stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { makeDocument, steady } from "../helpers/sketches.ts";
import { HOSTILE_NAMES as LABELLED } from "../helpers/hostile_names.ts";

const HOSTILE_NAMES = LABELLED.map(([, name]) => name);
const [LINE_BREAK, , , COLOR] = HOSTILE_NAMES as [string, string, string, string];
const SCRIPT = HOSTILE_NAMES.find((name) => name.includes("<script"))!;

/** Returns a document whose every text is hostile; the durations of its benchmarks differ. */
function hostileDocument(factor: number): ResultDocument {
  const document = makeDocument([]);
  const base = makeDocument([{ name: "a", rounds: steady(1) }]).benchmarks[0]!;
  document.benchmarks = HOSTILE_NAMES.map((name, index): BenchmarkResult => ({
    ...structuredClone(base),
    name,
    group: HOSTILE_NAMES.at(-index) ?? null,
    file: name,
    duration_ms: factor * (1 + index),
    rounds: base.rounds.map((round) => ({ ...round, duration_ms: factor * (1 + index) })),
    throughput_unit: name,
    throughput: 5,
    failures: index % 3 === 0 && factor > 1 ? [{ round: 1, message: name }] : [],
  }));
  document.warnings = [...HOSTILE_NAMES];
  document.timestamp = LINE_BREAK;
  document.environment.cpu = COLOR;
  document.environment.git_commit = SCRIPT;
  return document;
}

const comparison = compareDocuments(
  { source: COLOR, document: hostileDocument(1) },
  { source: SCRIPT, document: hostileDocument(2) },
  {
    metrics: ["duration", "throughput"],
    thresholdsOf: resolveThresholds({}, {}),
    ignoreEnvironment: true,
  },
);

// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202e\u2066\ufeff\p{Cs}]/u;
// deno-lint-ignore no-control-regex
const OWN_COLORS = /\x1b\[\d+m/g;

function assertHarmlessLines(text: string, what: string): void {
  const control = CONTROL.exec(text);
  assertEquals(control && JSON.stringify(control[0]), null, what);
  for (const line of text.split("\n")) {
    assert(!/^\s*::|##\[/.test(line), `${what}: a workflow command: ${line.slice(0, 80)}`);
  }
}

Deno.test("hostile names are harmless on a terminal", () => {
  const plain = renderComparisonTerminal(comparison, noPaint);
  assertHarmlessLines(plain, "comparison");
  const result = renderResultTerminal(hostileDocument(2), noPaint);
  assertHarmlessLines(result, "result");
  const colored = renderComparisonTerminal(comparison, ansiPaint);
  assertEquals(colored.replaceAll(OWN_COLORS, ""), plain);
  assert(plain.split("\n").every((line) => line.length < 1000), "long names are cut");
});

Deno.test("no line break turns part of a word into a workflow command", () => {
  const document = hostileDocument(2);
  for (let width = 40; width < 100; width++) {
    document.warnings = [`${"x".repeat(width)} ::error::x`];
    const compared = { ...comparison, warnings: document.warnings };
    assertHarmlessLines(renderComparisonTerminal(compared, noPaint), `comparison, ${width}`);
    assertHarmlessLines(renderResultTerminal(document, noPaint), `result, ${width}`);
  }
});

Deno.test("hostile names are harmless in Markdown", () => {
  const text = renderComparisonMarkdown(comparison);
  assertHarmlessLines(text, "Markdown");
  assert(text.includes("(no name)"));
  for (const line of text.split("\n")) {
    if (!line.startsWith("| ")) continue;
    assertEquals(line.match(/(?<!\\)\|/g)!.length, 8, `cells of: ${line.slice(0, 200)}`);
  }
  // Code spans contain only text; outside them, there must be no markup but that of the report.
  const outside = text.replaceAll(/`[^`\n]*`/g, "").replaceAll(/<\/?(details|summary)>/g, "")
    .replaceAll(/&#\d+;<!-- -->/g, "");
  const markup = /<[a-z!/]|\]\(|https?:|javascript:|www\.|@\w|&#(64|35);|GH-\d|~~|\*\w/i.exec(
    outside,
  );
  assertEquals(markup && outside.slice(markup.index, markup.index + 60), null);
});

Deno.test("JSON keeps hostile names unchanged", () => {
  const text = renderComparisonJson(comparison);
  assertHarmlessLines(text, "JSON");
  assertHarmlessLines(stringifyResultDocument(hostileDocument(2)), "result as JSON");
  assertEquals(JSON.parse(stringifyResultDocument(hostileDocument(2))), hostileDocument(2));
  const line = stringifyJson(hostileDocument(2), 0);
  assertHarmlessLines(line, "result as a line of JSON");
  assertEquals([line.split("\n").length, JSON.parse(line)], [2, hostileDocument(2)]);
  const { entries } = JSON.parse(text);
  const names = new Set(entries.map(({ name }: { name: string }) => name));
  // JSON.stringify writes a lone surrogate as an escape, which reads back unchanged.
  assertEquals(names, new Set(HOSTILE_NAMES));
  assert(!("polluted" in {}) && Object.keys(Object.prototype).length === 0);
});

Deno.test("hostile names stay within the properties and the message of one annotation", () => {
  const lines = renderComparisonAnnotations(comparison).split("\n").slice(0, -1);
  assertEquals(lines.length, 11);
  for (const line of lines) {
    const [, command, properties, message] = /^::(\w+) (.*?)::(.*)$/.exec(line)!;
    assert(["error", "warning", "notice"].includes(command!), line);
    for (const property of properties!.split(",")) {
      assert(/^(file|line|title)=[^:,\r\n]*$/.test(property), property);
    }
    assert(!/%(?!25|0A|0D|3A|2C)/.test(properties! + message!), line);
    assertHarmlessLines(message!, "message");
    assertHarmlessLines(properties!, "properties");
  }
});

Deno.test("SARIF refers to a file by a relative path, whatever its name is", () => {
  const { runs: [run] } = JSON.parse(renderComparisonSarif(comparison));
  const uris = run.results.map(({ locations }: SarifResult) =>
    locations[0]?.physicalLocation.artifactLocation.uri
  ).filter((uri: string | undefined) => uri !== undefined) as string[];
  assert(uris.length > 50);
  const folder = "https://example.com/a/b/";
  for (const uri of uris) {
    assert(/^[\w\-.!~*'()%/]+$/.test(uri), uri);
    const { origin, search, hash } = new URL(uri, folder);
    assertEquals([origin, search, hash], ["https://example.com", "", ""], uri);
  }
  const decoded = new Set(uris.map(decodeURIComponent));
  for (const name of HOSTILE_NAMES) {
    if (name === "" || name.startsWith("//")) continue;
    assert(decoded.has(name.toWellFormed()), JSON.stringify(name));
  }
});

Deno.test("each finding in SARIF has its own fingerprint", () => {
  const { runs: [run] } = JSON.parse(renderComparisonSarif(comparison));
  const fingerprints = run.results.map(({ partialFingerprints }: SarifResult) =>
    partialFingerprints["benchmarkIdentity/v1"]
  );
  assert(fingerprints.length > 100);
  assertEquals(new Set(fingerprints).size, fingerprints.length);
});

interface SarifResult {
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
  }[];
}
