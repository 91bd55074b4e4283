/** Command lines, commands on files, and flags that are handed on. @module */
import { main as baseline } from "../../../scripts/baseline.ts";
import { defineCommand, parseOptions } from "../../../scripts/cli/options.ts";
import { fc } from "../../../scripts/deps/fast_check.ts";
import { main as importCommand } from "../../../scripts/import.ts";
import { parseDenoFlags, refuseOwnFlags } from "../../../scripts/result/deno_flags.ts";
import { configChoiceOf } from "../../../scripts/measure/project_config.ts";
import { main as merge } from "../../../scripts/merge.ts";
import { IMPORT_FORMATS } from "../../../scripts/result/import/names.ts";
import { MemoryIo } from "../../helpers/memory_io.ts";
import { assertHarmless, assertKept, BrokenPromise, readOrRefuse } from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText } from "../texts.ts";
import { comparisonTexts, resultTexts } from "./documents.ts";
import { importTexts } from "./imports.ts";

/** Targets that begin with arguments. */
export function commandTargets(): Target[] {
  return [
    target("a command line", commandLines, parseCommandLine),
    target("a command on files", commandsOnFiles(), runCommand),
    target("flags for Deno", fc.array(flag, { maxLength: 5 }), readFlags),
  ];
}

const COMMAND = defineCommand({
  name: "try",
  summary: "Tries.",
  usage: "[OPTIONS]",
  permissions: [],
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
