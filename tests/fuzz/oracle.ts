/** What benchline promises of any input, and the one place that says when a promise is broken. @module */
import { assertEquals } from "@std/assert";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import type { Surface } from "../../scripts/report/format.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { identityKey } from "../../scripts/result/identity.ts";
import { IMPORT_FORMATS } from "../../scripts/result/import/names.ts";
import { importResult } from "../../scripts/result/import/read.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type { BenchmarkResult, ResultDocument } from "../../scripts/result/schema.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { complain } from "../../scripts/cli/messages.ts";
import { SITE_STYLE } from "../../scripts/report/history/parts.ts";
import { STYLE } from "../../scripts/report/html/style.ts";
import { FLAME_SCRIPT } from "../../scripts/report/html/flame_script.ts";
import { TABLE_SCRIPT } from "../../scripts/report/html/table_script.ts";
import { msPer } from "../../scripts/result/import/units.ts";

/** The promises, by what a failure names. */
export const PROMISES = {
  refused: "An input is read, or refused with one line that says why; nothing else is thrown.",
  harmless: "No output holds what a terminal or a CI obeys, or what reorders or hides text.",
  wellFormed: "Every output is well-formed in its format and has no markup from an input.",
  kept: "What is written is read back equal.",
  nothingLost: "Every benchmark comes out: measured, failed, or left out with a reason.",
} as const;

/** A promise that was not kept, and by what. */
export class BrokenPromise extends Error {
  constructor(promise: keyof typeof PROMISES, what: string, options?: ErrorOptions) {
    super(`${PROMISES[promise]} Broken by ${what}`, options);
  }
}

/** What was read; null where it was refused as it should be. */
export async function readOrRefuse<T>(
  what: string,
  read: () => T | Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || error.message === "") {
      throw new BrokenPromise("refused", `${what}: ${error}`, { cause: error });
    }
    assertOneLine(what, error.message);
    return null;
  }
}

/** Of what a command would say of itself, in the way it does. */
export function assertOneLine(what: string, message: string): void {
  let said = "";
  complain({ writeError: (text) => said += text }, message);
  assertHarmless(what, said);
  if (!/^error: [^\n]+\n$/.test(said)) throw new BrokenPromise("refused", `${what}: ${said}`);
}

/** What a terminal obeys but for line ends, what reorders or hides text, and what is no character. */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u;
/** What a runner takes for a command, wherever it is printed. */
const COMMAND = /^\s*::|##\[/;

/** Holds for every line of an output; tabs are what some formats are made of. */
export function assertHarmless(what: string, text: string, allowed = /[\n]/g): void {
  const unsafe = UNSAFE.exec(text.replaceAll(allowed, ""));
  if (unsafe !== null) {
    const place = text.indexOf(unsafe[0]);
    const near = JSON.stringify(text.slice(Math.max(0, place - 20), place + 20));
    throw new BrokenPromise("harmless", `${what}: ${JSON.stringify(unsafe[0])} in ${near}`);
  }
  const command = text.split("\n").find((line) => COMMAND.test(line));
  if (command !== undefined) throw new BrokenPromise("harmless", `${what}: ${command}`);
}

/** Of an output in a format of a comparison or a result. */
export function assertWellFormed(format: string, text: string): void {
  const fail = (what: string) => new BrokenPromise("wellFormed", `${format}: ${what}`);
  if (format !== "annotations") assertHarmless(format, text, format === "go" ? /[\n\t]/g : /\n/g);
  const wrong = CHECKS[format]?.(text) ?? null;
  if (wrong !== null) throw fail(wrong);
}

/** What is wrong with a text of each format; null where nothing is. */
const CHECKS: Readonly<Record<string, (text: string) => string | null>> = {
  json: checkJson,
  bencher: checkJson,
  customSmallerIsBetter: checkJson,
  sarif: (text) => checkJson(text) ?? checkUris(text),
  junit: checkXml,
  html: checkHtml,
  markdown: checkMarkdown,
  annotations: checkAnnotations,
  go: checkGo,
};

function checkJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return String(error);
  }
}

/** Relative references (RFC 3986): no scheme, no host, no query, no fragment. */
function checkUris(text: string): string | null {
  const uris = [...text.matchAll(/"uri": (".*")/g)].map(([, uri]) => JSON.parse(uri!) as string);
  return uris.find((uri) =>
    !/^(?:[\w\-.~!$&'()*+,;=@/]|%[0-9A-F]{2})*$/.test(uri) || uri.startsWith("//")
  ) ?? null;
}

/** Elements that are nested as they should be, and in them nothing but characters and entities. */
function checkXml(text: string): string | null {
  const outside = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (outside !== null) return `no character of XML: ${JSON.stringify(outside[0])}`;
  const open: string[] = [];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+|</g)) {
    const content = token.startsWith("<") ? /"([^"]*)"/g : /^([^]*)$/g;
    for (const [, part] of token.matchAll(content)) {
      if (/<|&(?!(?:amp|lt|gt|quot|apos);)|\]\]>/.test(part!)) return part!;
    }
    if (!token.startsWith("<")) continue;
    const [, end, name, empty] = /^<(\/?)([a-z-]+)(?: [a-z]+="[^"]*")*(\/?)>$/.exec(token) ?? [];
    if (name === undefined) return token;
    if (end === "/") {
      if (open.pop() !== name) return `the end of ${name}`;
    } else if (empty === "") open.push(name);
  }
  return open.length === 0 ? null : `${open.at(-1)} has no end`;
}

const HTML_TAGS = new Set(
  ("html head meta title body h1 h2 p main footer ul li span br figure figcaption div " +
    "svg g path text circle line rect defs clippath tspan section table thead tbody tr th td " +
    "button label input fieldset legend code a details summary").split(" "),
);

/** No element and no attribute that no page of ours has, and no link but to pages and commits. */
function checkHtml(text: string): string | null {
  const own = [
    `<style>${STYLE}</style>`,
    `<style>${STYLE}${SITE_STYLE}</style>`,
    `<script>${TABLE_SCRIPT}</script>`,
    `<script>${TABLE_SCRIPT}${FLAME_SCRIPT}</script>`,
  ];
  const page = own.reduce((page, part) => page.replace(part, ""), text)
    .replaceAll(/<script type="application\/json">[^<]*<\/script>/g, "");
  for (const [tag] of page.replace(/^<!doctype html>/, "").matchAll(/<[^>]*>?/g)) {
    const [, name, attributes] =
      /^<\/?([a-zA-Z][a-zA-Z0-9]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*\/?>$/
        .exec(tag) ?? [];
    if (name === undefined || !HTML_TAGS.has(name.toLowerCase())) return tag;
    for (const [, key, value] of attributes!.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)) {
      if (/^on/i.test(key!)) return tag;
      const isLink = /^(href|src|xlink:href|action)$/i.test(key!);
      if (isLink && !/^([a-z0-9-]+\.html|https?:\/\/[^\s"]+)$/.test(value!)) return tag;
    }
  }
  for (const name of ["details", "summary"]) {
    const [starts, ends] = [`<${name}>`, `</${name}>`].map((tag) => page.split(tag).length);
    if (starts !== ends) return `the end of ${name}`;
  }
  const words = page.replaceAll(/<[^>]*>/g, "");
  return /&(?!(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);)/i.exec(words)?.[0] ?? null;
}

const MARKDOWN_LINES = [
  /^$/,
  /^## Benchmarks: [\w ,]+$/,
  /^### [\w ]+ \(\d+\)$/,
  /^<details><summary>[\w ]+ \(\d+\)<\/summary>$/,
  /^<\/details>$/,
  /^The suite was not judged: no benchmark has durations of several rounds\.$/,
  /^The (?:suite|affected benchmarks): (?<text>.*)\.$/,
  /^\| benchmark \| baseline \| current \| change \| 95 % interval \| rounds \| note \|$/,
  /^\| --- \| ---: \| ---: \| ---: \| ---: \| ---: \| --- \|$/,
  /^\*\*(?<text>.*)\*\*$/,
  /^\| (?<text>[^|]*(?:\| [^|]*){6})\|$/,
  /^- (?<text>.*)$/,
  /^(?:Baseline|Current): (?<text>.*?)(?: {2})?$/,
  /^Environment: (?<text>.*)$/,
  /^\d+ of \d+ are left out because of the size limit of comments; the other formats list all of them\.$/,
];
const MARKDOWN_MARKUP =
  /<(?!!-- -->)|\]\(|!\[|https?:|javascript:|www\.|@\w|#\d|GH-\d|~~|\*|_|\$|```|^\s*(?:[-+] |\d+[.)]\s|#|>| {4})/;

/** Lines of our own, and in what they say no markup outside of code spans. */
function checkMarkdown(text: string): string | null {
  for (const line of text.split("\n")) {
    const match = MARKDOWN_LINES.map((form) => form.exec(line)).find((match) => match !== null);
    if (match === undefined) return line;
    const said = match?.groups?.["text"] ?? "";
    const outside = said.replaceAll(/`[^`]*`/g, "").replaceAll(/&#\d+;/g, "·");
    if (MARKDOWN_MARKUP.test(outside)) return line;
  }
  return null;
}

/** A command a line, which nothing ends before its end. */
function checkAnnotations(text: string): string | null {
  for (const line of text.split("\n").slice(0, -1)) {
    const [, properties, message] =
      /^::(?:error|warning|notice) ((?:(?:file|line|title)=[^:,%]*(?:%(?:25|3A|2C)[^:,%]*)*,?)+)::(.*)$/
        .exec(line) ?? [];
    if (properties === undefined || /%(?!25)/.test(message!)) return line;
    assertHarmless("annotations", `${properties}\n${message!.replace(/^\s*::/, "")}\n`);
  }
  return text === "" || text.endsWith("\n") ? null : "a line without an end";
}

function checkGo(text: string): string | null {
  return text.split("\n").slice(0, -1).find((line) =>
    !/^(?:(?:goos|goarch|cpu|pkg): .+|Benchmark\/\S*-\d+\t\d+(?:\t[-\d.e+]+ \S+)+|--- FAIL: Benchmark\/\S*-\d+)$/
      .test(line)
  ) ?? null;
}

const surface = { paint: noPaint, columns: 80 };
/** Terminals of which some have no room at all. */
const TERMINALS = [1, 40, 200].map((columns) => ({ ...surface, columns, isTerminal: true }));
const modified = "2026-01-31T12:00:00.000Z";

/** Everything that is promised of a result document that was read. */
export async function assertResult(document: ResultDocument): Promise<void> {
  for (const { name: format, render } of RESULT_FORMATS) {
    const text = await rendered(format, () => render(document, surface));
    assertWellFormed(format, text);
    if (format === "terminal") await assertOnTerminals((terminal) => render(document, terminal));
    if (format === "json") {
      assertKept("a result", document, () => parseResultDocument(text, "a.json"));
    } else if (IMPORT_FORMATS.includes(format)) assertComesBack(format, text, document);
  }
}

/** Everything that is promised of a comparison, its page aside, which takes long to draw. */
export async function assertComparison(comparison: Comparison): Promise<void> {
  for (const { name: format, render } of COMPARISON_FORMATS) {
    if (format === "html") continue;
    const text = await rendered(format, () => render(comparison, surface));
    assertWellFormed(format, text);
    if (format === "terminal") await assertOnTerminals((terminal) => render(comparison, terminal));
    if (format === "json") {
      assertKept("a comparison", comparison, () => parseComparison(text, "a.json"));
    }
  }
}

async function assertOnTerminals(
  render: (terminal: Surface) => string | Promise<string>,
): Promise<void> {
  for (const terminal of TERMINALS) {
    const text = await rendered(`a terminal of ${terminal.columns}`, () => render(terminal));
    assertWellFormed("terminal", text);
  }
}

/** An output; that there is one is promised of whatever was read. */
export async function rendered(
  what: string,
  render: () => string | Promise<string>,
): Promise<string> {
  try {
    return await render();
  } catch (error) {
    throw new BrokenPromise("refused", `${what}, which cannot show what was read: ${error}`, {
      cause: error,
    });
  }
}

/** @param read What was read back of what was written. */
export function assertKept<T>(what: string, written: T, read: () => T): void {
  try {
    assertEquals(read(), written);
  } catch (error) {
    throw new BrokenPromise("kept", `${what}: ${(error as Error).message}`, { cause: error });
  }
}

/** A format that is written and read has every benchmark as one of its own. */
function assertComesBack(format: string, text: string, { benchmarks }: ResultDocument): void {
  const expected = benchmarks.reduce((sum, one) => sum + countWritten(format, one), 0);
  if (expected === 0) return;
  const bytes = new TextEncoder().encode(text);
  const source = { source: "a", text: new TextDecoder().decode(bytes), modified };
  let read: ResultDocument;
  try {
    read = importResult([source], format);
  } catch (error) {
    throw new BrokenPromise("kept", `${format}: ${error}`, { cause: error });
  }
  const found = new Set(read.benchmarks.map(identityKey));
  if (found.size === expected) return;
  throw new BrokenPromise(
    "nothingLost",
    `${format}: ${expected} benchmarks go out, ${found.size} come back`,
  );
}

/** How many benchmarks a format makes of one. */
function countWritten(
  format: string,
  { duration_ms, memory_mb, metrics, failures }: BenchmarkResult,
): number {
  const timed = duration_ms === null ? 0 : 1;
  const others = (...taken: string[]) => metrics.filter(({ name }) => !taken.includes(name));
  if (format === "customSmallerIsBetter") {
    return timed + metrics.filter(({ better }) => better === "lower").length;
  }
  if (format === "bencher") {
    return Math.max(timed, others("latency", "throughput").length > 0 ? 1 : 0);
  }
  const isTime = (name: string) =>
    name.endsWith("/op") && msPer(name.slice(0, -"/op".length)) !== null;
  const hasOthers = others("B/op", "MB/s").some(({ name }) => !isTime(name));
  const written = timed > 0 || memory_mb !== null || hasOthers;
  return written || failures.length > 0 ? 1 : 0;
}
