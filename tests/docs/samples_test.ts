// Checks the output of every sample in the documentation, and whether its commands are valid.
//
// If output changes on purpose, refresh the samples and read the difference:
//
//     deno test --allow-read --allow-write --allow-run=deno,git tests/docs/samples_test.ts -- --update
import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { main as compare } from "../../scripts/compare.ts";
import { main as importResults } from "../../scripts/import.ts";
import { main as merge } from "../../scripts/merge.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { type Project, runIn, scripts } from "../project.ts";
import { commandLinesOf } from "./command_lines.ts";
import { documentedFiles, documentedHistory, printedSearch } from "./fixture.ts";
import { type Block, blocksOf, replaceBlock, type Sample, samplesOf } from "./markdown.ts";
import { type Page, readFile, readPages, writePage } from "./pages.ts";

/** Only the commands of these samples are checked: they measure, install or use the network. */
const NOT_RUN = 20;

const pages = (await readPages()).filter(({ path }) =>
  path === "README.md" || path.startsWith("docs/")
);

/** The reason why a sample is not run, from the comment before it. */
function reasonOf({ comment }: Block): string | null {
  return /^not run: (.+)$/.exec(comment ?? "")?.[1] ?? null;
}

/** Commands that use only the given files. */
const inMemory: Readonly<
  Record<string, (args: readonly string[], io: MemoryIo) => Promise<number>>
> = { compare, import: importResults, merge };

/** Returns the current output of a sample, by running it or by printing its recording. */
async function print({ commands }: Sample, io: MemoryIo, project: Project): Promise<string> {
  const recorded = /^recorded: (.+)$/.exec(commands.comment ?? "")?.[1];
  if (recorded === "bisect") return printedSearch();
  const text = recorded === undefined ? commands.text : `benchline ${recorded}`;
  const printed: string[] = [];
  for (const { name, args } of commandLinesOf(text)) {
    io.out = io.error = "";
    const main = inMemory[name];
    const ended = main === undefined
      ? await runCommand(project, name, args)
      : { code: await main(args, io), out: io.out, error: io.error };
    assert(ended.code <= 2, `${name} ${args.join(" ")} exits with ${ended.code}: ${ended.error}`);
    printed.push(ended.out, ended.error);
  }
  return printed.join("").replace(/\n*$/, "\n");
}

/** Runs a command that uses more than the given files, such as a history. */
function runCommand(project: Project, name: string, args: readonly string[]) {
  const flags = ["--no-prompt", "--allow-read", "--allow-write", "--allow-run=git"];
  const script = fromFileUrl(new URL(`${name}.ts`, scripts));
  return runIn(project, "deno", ["run", ...flags, script, ...args]);
}

/** Runs the samples of a page in order, since later ones may need the files of earlier ones. */
async function check(page: Page): Promise<void> {
  const samples = samplesOf(page.text).filter(({ commands, printed }) =>
    printed !== null && reasonOf(commands) === null
  );
  if (samples.length === 0) return;
  const io = new MemoryIo(await documentedFiles());
  await using project = await documentedHistory();
  let { text } = page;
  for (const sample of samples) {
    const now = await print(sample, io, project);
    const { line } = sample.commands;
    if (Deno.args.includes("--update")) {
      const block = samplesOf(text).find(({ commands }) => commands.text === sample.commands.text)!;
      text = replaceBlock(text, block.printed!, now);
    } else {
      assertEquals(sample.printed!.text, now, `${page.path}:${line} no longer prints this`);
    }
  }
  if (text !== page.text) await writePage({ path: page.path, text });
}

Deno.test("every sample prints what the documentation shows", async () => {
  for (const page of pages) await check(page);
});

Deno.test("a sample has its output, or a reason why it is not run", () => {
  let notRun = 0;
  for (const { path, text } of pages) {
    for (const { commands, printed } of samplesOf(text)) {
      const reason = reasonOf(commands);
      if (reason !== null) notRun++;
      const isKnown = commands.text.startsWith("npx deno task bench ");
      assert(
        isKnown || (printed === null) === (reason !== null),
        `${path}:${commands.line} has neither or both`,
      );
    }
  }
  assertEquals(notRun, NOT_RUN);
});

Deno.test("output outside samples comes from a golden file, which it names", async () => {
  for (const { path, text } of pages) {
    const shown = samplesOf(text).map(({ printed }) => printed?.line);
    for (const block of blocksOf(text)) {
      if (block.language !== "text" || shown.includes(block.line)) continue;
      const [, file] = /^taken from: (.+)$/.exec(block.comment ?? "") ??
        [null, `nothing, at ${path}:${block.line}`];
      assertStringIncludes(await readFile(file!), block.text);
    }
  }
});

Deno.test("the commands in the documentation exist and have the given options", async () => {
  const { tasks } = JSON.parse(await readFile("deno.json"));
  const helps = new Map<string, string>();
  let checked = 0;
  for (const { path, text } of pages) {
    for (const { commands: { line, text: block } } of samplesOf(text)) {
      for (const { name, args } of commandLinesOf(block)) {
        const place = `${path}:${line}: ${name}`;
        const command = name === "bench" ? "run" : name;
        let help = helps.get(command);
        if (help === undefined) {
          help = await readHelp(command);
          assert(help !== "" || Object.hasOwn(tasks, name), `${place} is not a command`);
          helps.set(command, help);
        }
        for (const option of optionsIn(args)) {
          assert(new RegExp(`^  ${option}( |$)`, "m").test(help), `${place} has no ${option}`);
          checked++;
        }
      }
    }
  }
  assertGreater(checked, 20);
});

/** Returns the output of `--help`, or nothing if the name is not a command. */
async function readHelp(name: string): Promise<string> {
  try {
    return await readFile(`tests/testdata/golden/help_${name}.txt`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * Returns the options of a command: words with two dashes, up to the arguments that it passes on.
 */
function optionsIn(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end))
    .filter((arg) => arg.startsWith("--"))
    .map((arg) => arg.replace(/=.*/s, ""));
}
