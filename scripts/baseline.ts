/**
 * Makes a result the baseline and keeps the previous one.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { nameOfPath } from "./cli/read_bytes.ts";
import { BASELINE_FILE, findNewestResult } from "./cli/newest_result.ts";
import { readResult } from "./cli/read_result.ts";
import { spec } from "./command/baseline/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { Failure } from "./result/failure.ts";
import { parseResultDocument } from "./result/parse.ts";
import type { ResultDocument } from "./result/schema.ts";
import { asStarted } from "./cli/as_started.ts";
import { announce, warn } from "./cli/messages.ts";
import { describeContents, findGaps } from "./command/baseline/contents.ts";
import { stringifyResultDocument } from "./result/stringify.ts";
import { quoteValue } from "./result/validate.ts";

export type { CommandIo } from "./cli/io.ts";

const HISTORY_FOLDER = "benchmarks/baselines/history";

/**
 * The `baseline` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    const [action, file, ...more] = positionals;
    if (action !== "accept") {
      const found = action === undefined ? "nothing" : quoteValue(action);
      throw new Failure(`baseline needs an action: accept [FILE], found ${found}`);
    }
    if (more.length > 0) {
      const found = quoteValue([file, ...more].join(" "));
      throw new Failure(`baseline accept takes one file, found ${found}`);
    }
    const path = file ?? await findNewestResult(io);
    const { document, text } = await readResult(path, io, options.from);
    const source = nameOfPath(path);
    if (!options.force) checkFitness(document, source);
    const accepted = text ?? stringifyResultDocument(document);
    const previous = await readPrevious(io);
    if (previous === accepted) {
      announce(io, `${source} is already the baseline`);
      return 0;
    }
    const before = previous === null ? null : parseIfValid(previous);
    const kept = previous === null ? null : await keepPrevious(previous, before, io);
    await io.writeWhole(BASELINE_FILE, accepted);
    for (const gap of findGaps(document, before)) warn(io, asStarted(gap, io));
    const contents = describeContents(document);
    announce(
      io,
      `${source} is now the baseline: ${contents}${
        kept === null ? "" : `; the previous one is ${kept}`
      }`,
    );
    return 0;
  });
}

function checkFitness(document: ResultDocument, source: string): void {
  const failed = document.benchmarks.filter((benchmark) => benchmark.failures.length > 0);
  const reason = document.partial
    ? "it is partial"
    : failed.length > 0
    ? `${failed.length} of its benchmarks failed`
    : document.benchmarks.length === 0
    ? "it has no benchmarks"
    : null;
  if (reason !== null) {
    throw new Failure(`Cannot accept ${source}: ${reason}; --force accepts it anyway`);
  }
}

/** Parses the current baseline; null if it cannot be read, so that it can still be replaced. */
function parseIfValid(text: string): ResultDocument | null {
  try {
    return parseResultDocument(text, BASELINE_FILE);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** The text of the current baseline; null if there is none. */
async function readPrevious(io: CommandIo): Promise<string | null> {
  const there = (await io.listFiles("benchmarks/baselines")).includes("baseline_results.json");
  return there ? await io.readText(BASELINE_FILE) : null;
}

/**
 * Copies the current baseline into the history without overwriting a file, and returns its path.
 */
async function keepPrevious(
  text: string,
  document: ResultDocument | null,
  io: CommandIo,
): Promise<string> {
  const time = (document?.timestamp ?? io.now().toISOString()).replace(/[^0-9A-Za-z-]/g, "-");
  const names = new Set(await io.listFiles(HISTORY_FOLDER));
  for (let copy = 1;; copy++) {
    const name = `${time}${copy === 1 ? "" : `_${copy}`}_results.json`;
    const path = `${HISTORY_FOLDER}/${name}`;
    if (!names.has(name)) await io.writeWhole(path, text);
    else if (await io.readText(path) !== text) continue;
    return path;
  }
}

if (import.meta.main) startCommand("baseline", main);
