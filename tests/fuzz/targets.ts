/** What is tried: inputs, and what is done with one. A new target is an entry in the list. @module */
import { fc } from "../../scripts/deps/fast_check.ts";
import {
  compareDocuments,
  type Comparison,
  type ComparisonEntry,
  importResult,
  mergeComparisons,
  mergeResults,
  noPaint,
  parseComparison,
  parseConfig,
  parseDenoBenchReport,
  parseResultDocument,
  recognizeFormat,
  renderComparisonHtml,
  renderComparisonJson,
  resolveThresholds,
  type ResultDocument,
} from "../../mod.ts";
import { main as baseline } from "../../scripts/baseline.ts";
import { defineCommand, parseOptions } from "../../scripts/cli/options.ts";
import { warn } from "../../scripts/cli/messages.ts";
import { main as importCommand } from "../../scripts/import.ts";
import { main as merge } from "../../scripts/merge.ts";
import {
  configChoiceOf,
  parseDenoFlags,
  refuseOwnFlags,
} from "../../scripts/measure/deno_flags.ts";
import { matchesPattern, parsePattern } from "../../scripts/measure/path_patterns.ts";
import { renderBisectionJson } from "../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import { escapeMarkdown, escapeTerminal } from "../../scripts/report/escape.ts";
import { escapeHtml } from "../../scripts/report/html/page.ts";
import { escapeXml } from "../../scripts/report/xml.ts";
import { IMPORT_FORMATS } from "../../scripts/result/import/names.ts";
import { parseShard } from "../../scripts/result/shard.ts";
import { normalizeTimestamp, timestampInUtc } from "../../scripts/result/timestamp.ts";
import { parseDismissal } from "../../scripts/history/dismissal.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { comparisonOf } from "../helpers/rich.ts";
import { resultValue, twoResultValues } from "./documents.ts";
import {
  assertComparison,
  assertHarmless,
  assertKept,
  assertResult,
  assertWellFormed,
  BrokenPromise,
  readOrRefuse,
  rendered,
} from "./oracle.ts";
import { historyTarget } from "./history.ts";
import { type Target, target } from "./target.ts";
import { anyText, damaged, nearly, withMistakes, written } from "./texts.ts";

const modified = "2026-01-31T12:00:00.000Z";
const folder = new URL("../testdata/import/", import.meta.url);

/** Every target; one reads files of tests/testdata/. */
export function makeTargets(): Target[] {
  return [
    target("a result document", resultTexts(), async (text) => {
      const document = await readOrRefuse("a document", () => parseResultDocument(text, "a.json"));
      if (document !== null) await assertResult(document);
    }),
    target("a result document of any content", written(resultValue), async (text) => {
      await assertResult(parseResultDocument(text, "a.json"));
    }),
    target("a comparison document", comparisonTexts(), async (text) => {
      const read = await readOrRefuse("a comparison", () => parseComparison(text, "a.json"));
      if (read !== null) await assertComparison(read);
    }),
    target("two results compared", twoResultValues, async (values) => {
      await assertComparison(compare(values));
    }),
    target("the page of a comparison", twoResultValues, async (values) => {
      const comparison = compare(values);
      assertWellFormed("html", await rendered("html", () => renderComparisonHtml(comparison)));
    }),
    target("parts joined", twoResultValues, joinParts),
    target("a bisection", twoResultValues, bisect),
    target("a configuration", configTexts(), readConfig),
    target("a report of deno bench", denoReports(), async (text) => {
      await readOrRefuse("a report", () => parseDenoBenchReport(text, "deno bench"));
    }),
    ...IMPORT_FORMATS.map((format) =>
      target(`import ${format}`, importTexts(format), importAs(format))
    ),
    target("files with other names in them", renamings(), importRenamed),
    target("a word", anyWord, readWord),
    target("a command line", commandLines, parseCommandLine),
    target("a command on files", commandsOnFiles(), runCommand),
    target("flags for Deno", fc.array(flag, { maxLength: 5 }), readFlags),
    target("a text", anyText, escapeText),
    historyTarget(),
  ];
}

function read([before, after]: readonly [unknown, unknown]): [ResultDocument, ResultDocument] {
  return [
    parseResultDocument(JSON.stringify(before), "before.json"),
    parseResultDocument(JSON.stringify(after), "after.json"),
  ];
}

function compare(values: readonly [unknown, unknown]): Comparison {
  const [before, after] = read(values);
  return compareDocuments({ source: "before.json", document: before }, {
    source: "after.json",
    document: after,
  }, {
    metrics: ["duration", "throughput", "memory"],
    thresholdsOf: resolveThresholds({}, {}),
    ignoreEnvironment: true,
  });
}

function resultTexts(): fc.Arbitrary<string> {
  return nearly(resultValue.chain((value) => withMistakes(value)));
}

function comparisonTexts(): fc.Arbitrary<string> {
  const made = twoResultValues.map((values) => JSON.parse(renderComparisonJson(compare(values))));
  const named = anyText.map((name) => JSON.parse(renderComparisonJson(comparisonOf(name))));
  return nearly(fc.oneof(made, named).chain((value) => withMistakes(value)));
}

async function joinParts(values: readonly [unknown, unknown]): Promise<void> {
  const documents = read(values);
  const parts = documents.map((subject, index) => ({ source: `${index}.json`, subject }));
  const joined = await readOrRefuse("parts", () => mergeResults(parts));
  if (joined !== null) {
    await assertResult(joined);
    const count = documents.reduce((sum, { benchmarks }) => sum + benchmarks.length, 0);
    assertKept("parts joined", count, () => joined.benchmarks.length);
  }
  const comparisons = [values, [values[1], values[0]] as const].map(compare)
    .map((subject, index) => ({ source: `${index}.json`, subject }));
  const comparison = await readOrRefuse("parts", () => mergeComparisons(comparisons));
  if (comparison !== null) await assertComparison(comparison);
}

async function bisect(values: readonly [unknown, unknown]): Promise<void> {
  const { entries } = compare(values);
  const text = entries[0]?.name ?? "";
  const log = new Map([["0".repeat(40), {
    ...{
      author: text,
      subject: text,
      timestamp: "2026-01-31T12:00:00+01:00",
      hash: "0".repeat(40),
    },
  }]]);
  const commits = ["0".repeat(40), "1".repeat(40)];
  const found = {
    results: entries.filter(({ change }) => change !== null).map((entry: ComparisonEntry) => ({
      identity: entry,
      whole: entry,
      culprits: [{ commits, entry }],
      complete: entry.change! > 0,
      skipped: [{ commit: commits[0]!, reason: entry.unit }],
    })),
    open: entries.filter(({ change }) => change === null),
  };
  const surface = { paint: noPaint, columns: 80 };
  const shown = await rendered("bisection", () => renderBisection(found, log, 2, surface));
  assertHarmless("bisection", shown);
  const range = { good: text, bad: text, commits: 2, finished: true };
  const json = await rendered("bisection", () => renderBisectionJson(found, log, range));
  assertWellFormed("json", json);
}

function configTexts(): fc.Arbitrary<string> {
  const percent = fc.constantFrom(0, 1, 10, 10.5, 25, 1e300);
  const one = fc.record(
    { tolerance: percent, threshold: percent, moderate: percent, severe: percent },
    { requiredKeys: [] },
  );
  const glob = fc.oneof(anyText, fc.constantFrom("*", "a*/**", "[a-z]", "{a,b}", "?", "a:*", "\\"));
  const config = fc.record(
    { threshold: percent, setup: anyText, benchmarks: fc.dictionary(glob, one, { maxKeys: 4 }) },
    { requiredKeys: [] },
  );
  return nearly(config.chain((value) => withMistakes(value, 1)));
}

async function readConfig(text: string): Promise<void> {
  await readOrRefuse("a configuration", () => {
    const config = parseConfig(text, "benchline.jsonc");
    const thresholdsOf = resolveThresholds(config, {});
    for (const name of ["a", "", "a/b", "\n", ...Object.keys(config.benchmarks ?? {})]) {
      for (const file of [null, name]) thresholdsOf({ file, group: null, name });
    }
  });
}

function textsOf(format: string): string[] {
  const own = new URL(`${format}/`, folder);
  return [...Deno.readDirSync(own)].map(({ name }) => name).sort()
    .map((name) => Deno.readTextFileSync(new URL(name, own)));
}

/** The value of a text, or of each of its lines where it is of lines of JSON. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function importTexts(format: string): fc.Arbitrary<string> {
  const texts = textsOf(format);
  const values = texts.map(valueOf).filter((value) => value !== null);
  const asText = damaged(fc.constantFrom(...texts), 4);
  if (values.length === 0) return asText;
  const asValue = nearly(fc.constantFrom(...values).chain((value) => withMistakes(value)));
  return fc.oneof({ weight: 1, arbitrary: asText }, { weight: 2, arbitrary: asValue });
}

function denoReports(): fc.Arbitrary<string> {
  return importTexts("deno");
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
async function importRenamed({ format, value, names }: Renaming): Promise<void> {
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
  return await Promise.resolve();
}

const anyWord = fc.oneof(
  anyText,
  damaged(
    fc.constantFrom("1/2", "1000/1000", "2026-01-31T12:00:00Z", "2026-01-31 12:00:00.5 +02:00"),
    2,
  ),
  damaged(fc.constant(
    '{"benchmark":{"file":null,"group":null,"name":"a"},"step":"a","reason":"b",' +
      '"timestamp":"2026-01-31T12:00:00Z"}',
  )),
);

async function readWord(word: string): Promise<void> {
  await readOrRefuse("a part", () => parseShard(word));
  await readOrRefuse("a dismissal", () => parseDismissal(word, "a.json"));
  const [normal, utc] = [normalizeTimestamp(word), timestampInUtc(word)];
  assertKept("a time", utc, () => normal === null ? null : timestampInUtc(normal));
  await readOrRefuse("a pattern", () => {
    const pattern = parsePattern(word, "/project");
    if (pattern.kind !== "url") matchesPattern(pattern, "/project/a/b.ts");
  });
}

const COMMAND = defineCommand({
  name: "try",
  summary: "Tries.",
  usage: "[OPTIONS]",
  permissions: "",
  passesOn: true,
  options: {
    quiet: { type: "flag", help: "" },
    out: { type: "texts", help: "" },
    filter: { type: "text", help: "" },
    branch: { type: "maybe-text", help: "" },
    rounds: { type: "number", help: "", min: 1, max: 1000, integer: true },
    format: { type: "choices", help: "", choices: ["terminal", "json"] },
    placement: { type: "choice", help: "", choices: ["pair", "single"] },
  },
  examples: [],
  exitCodes: [],
});

const argument = fc.oneof(
  anyText,
  fc.constantFrom(...Object.keys(COMMAND.options).map((name) => `--${name}`)),
  fc.tuple(
    fc.constantFrom(...Object.keys(COMMAND.options), "help", "_", "__proto__", "constructor", ""),
    fc.oneof(anyText, fc.constantFrom("1", "json", "json,terminal", "1e999", "0x1", "-1")),
  ).map(([name, value]) => `--${name}=${value}`),
  fc.constantFrom("--", "-", "-q", "-h", "-A", "--allow-read", "---", "--no-quiet", "-_"),
);
const commandLines = fc.array(argument, { maxLength: 6 });

async function parseCommandLine(args: string[]): Promise<void> {
  const parsed = await readOrRefuse("a command line", () => parseOptions(COMMAND, args));
  if (parsed === null) return;
  const dashes = args.indexOf("--");
  assertKept("what follows --", dashes < 0 ? [] : args.slice(dashes + 1), () => parsed.rest);
}

function commandsOnFiles() {
  const text = fc.oneof(
    resultTexts(),
    comparisonTexts(),
    fc.constantFrom(...IMPORT_FORMATS).chain(importTexts),
  );
  return fc.record({
    command: fc.constantFrom("merge", "import", "baseline"),
    texts: fc.array(text, { minLength: 1, maxLength: 2 }),
    more: fc.array(argument, { maxLength: 2 }),
  });
}

async function runCommand(
  { command, texts, more }: { command: string; texts: string[]; more: string[] },
): Promise<void> {
  const files = texts.map((text, index) => [`${index}.json`, text] as const);
  const io = new MemoryIo(Object.fromEntries(files));
  const main = { merge, import: importCommand, baseline }[command]!;
  const before = command === "baseline" ? ["accept"] : [];
  const code = await main([...before, ...files.map(([name]) => name), ...more], io);
  if (![0, 1, 2].includes(code)) {
    throw new BrokenPromise("refused", `${command}, which ends with ${code}: ${io.error}`);
  }
  assertHarmless(`the messages of ${command}`, io.error);
  if (code === 2 && !/^(?:warning: .*\n)*error: .+\n$/.test(io.error)) {
    throw new BrokenPromise("refused", `${command}, which says: ${io.error}`);
  }
}

const flag = fc.oneof(
  anyText,
  fc.constantFrom("-A", "-RW", "-c", "--config", "--no-config", "--allow-read", "-P=a", "-", "--"),
  fc.tuple(
    fc.constantFrom("--allow-read", "--config", "-c", "--__proto__", "-R", "--filter"),
    anyText,
  )
    .map(([name, value]) => `${name}=${value}`),
);

async function readFlags(words: string[]): Promise<void> {
  await readOrRefuse("flags for Deno", () => {
    const flags = parseDenoFlags(words);
    configChoiceOf(flags);
    refuseOwnFlags(words);
  });
}

async function escapeText(text: string): Promise<void> {
  const escaped = [escapeTerminal(text), escapeMarkdown(text), escapeHtml(text), escapeXml(text)];
  for (const one of escaped) assertHarmless("a text", one, /$^/g);
  const io = new MemoryIo();
  warn(io, text);
  assertHarmless("a warning", io.error);
  assertKept("one line", 2, () => io.error.split("\n").length);
  assertWellFormed("junit", `<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
  assertWellFormed("html", `<p class="${escapeHtml(text)}">${escapeHtml(text)}</p>`);
  assertWellFormed("markdown", `- ${escapeMarkdown(text)}\n`);
  return await Promise.resolve();
}
