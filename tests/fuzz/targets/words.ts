/** Single words and texts, and the configuration. @module */
import { fc } from "../../../scripts/deps/fast_check.ts";
import { parseConfig, resolveThresholds } from "../../../scripts/verdict/config.ts";
import { warn } from "../../../scripts/cli/messages.ts";
import { parseDismissal } from "../../../scripts/history/dismissal.ts";
import { matchesPattern, parsePattern } from "../../../scripts/measure/path_patterns.ts";
import { escapeMarkdown, escapeTerminal } from "../../../scripts/report/escape.ts";
import { escapeHtml } from "../../../scripts/report/html/page.ts";
import { escapeXml } from "../../../scripts/report/xml.ts";
import { parseShard } from "../../../scripts/result/shard.ts";
import { normalizeTimestamp, timestampInUtc } from "../../../scripts/result/timestamp.ts";
import { MemoryIo } from "../../helpers/memory_io.ts";
import { assertHarmless, assertKept, assertWellFormed, readOrRefuse } from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText, damaged, nearly, withMistakes } from "../texts.ts";

/** Targets that begin with little. */
export function wordTargets(): Target[] {
  return [
    target("a configuration", configTexts(), readConfig),
    target("a word", anyWord, readWord),
    target("a text", anyText, escapeText),
  ];
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

function escapeText(text: string): void {
  const escaped = [escapeTerminal(text), escapeMarkdown(text), escapeHtml(text), escapeXml(text)];
  for (const one of escaped) assertHarmless("a text", one, /$^/g);
  const io = new MemoryIo();
  warn(io, text);
  assertHarmless("a warning", io.error);
  assertKept("one line", 2, () => io.error.split("\n").length);
  assertWellFormed("junit", `<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
  assertWellFormed("html", `<p class="${escapeHtml(text)}">${escapeHtml(text)}</p>`);
  assertWellFormed("markdown", `- ${escapeMarkdown(text)}\n`);
}
