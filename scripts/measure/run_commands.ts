/** Whole processes as benchmarks. @module */
import { parseArgsStringToArgv } from "../deps/string_argv.ts";
import { resumed } from "../result/doubts/measuring.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { Journal } from "../result/journal.ts";
import type { RunRecord } from "../result/run_journal.ts";
import type { FailureRecord, RoundResult } from "../result/schema.ts";
import { isInShard, type Shard } from "../result/shard.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { tidy } from "../result/tidy.ts";
import { readCpu } from "./environment.ts";
import type { RunOutcome, RunProgress } from "./run_benchmarks.ts";
import { selectBenchmarks } from "./select.ts";
import { killChild, killOnAbort, readLines, releaseChild, spawnAlone } from "../system/spawn.ts";
import { readSubject } from "./subject.ts";

const NOTICE_MS = 100;

/** A program that Deno may not start. */
export class RefusedProgram extends Failure {
  /** @param failure The error to report. */
  constructor({ message, code }: Failure) {
    super(message, code);
  }
}

/** How to time commands. */
export interface RunCommandsOptions {
  /** Programs with arguments, as in a shell. Quotes keep words together. */
  readonly commands: readonly string[];
  /** Processes of each command. */
  readonly rounds: number;
  readonly filter: string | null;
  readonly shard: Shard | null;
  /** Longest time of one process. */
  readonly timeoutMs: number;
  /** Ends the run, which returns what is finished. The reason of the signal says why. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called once there is something to run, before anything is measured. */
  readonly beforeRounds?: () => Promise<void>;
  /** Keeps finished rounds and has those of an earlier run; null for none. */
  readonly journal?: Journal<RunRecord> | null;
}

interface Track {
  readonly name: string;
  readonly words: readonly string[];
  readonly rounds: RoundResult[];
  readonly failures: FailureRecord[];
}

/**
 * Times commands in rounds: one process of each, in an order that is reversed from round to round.
 * No shell is involved, since its start would be timed as well. A first process of each is not
 * counted, because it fills the caches. A command that fails is left out of the later rounds.
 *
 * @throws {Failure} If a command cannot be read or started, or there is none to run.
 */
export async function runCommands(options: RunCommandsOptions): Promise<RunOutcome> {
  const { rounds, signal, beforeRounds, journal } = options;
  const tracks = selectCommands(options).map((name): Track => (
    { name, words: splitCommand(name), rounds: [], failures: [] }
  ));
  if (tracks.length === 0) {
    throw new Failure("Nothing to run: --filter or --shard leaves no command");
  }
  let partial = false;
  const warnings: string[] = [];
  try {
    await beforeRounds?.();
    if (await restore(tracks, options)) warnings.push(resumed().message);
    for (const track of tracks) {
      if (track.rounds.length < rounds) await time(track, null, options);
    }
    for (let round = 1; round <= rounds; round++) {
      const inTurn = round % 2 === 1 ? tracks : tracks.toReversed();
      for (const [index, track] of inTurn.entries()) {
        if (track.failures.length > 0 || track.rounds.length >= round) continue;
        const done = (round - 1) * tracks.length + index;
        const total = rounds * tracks.length;
        const { name } = track;
        options.onProgress?.({ step: "round", round, rounds, benchmark: name, done, total });
        const tookMs = await time(track, round, options);
        if (tookMs === null) continue;
        track.rounds.push(asRound(tookMs));
        const benchmark = identityKey(identityOfCommand(name));
        journal?.append({ kind: "round", benchmark, round: asRound(tookMs) });
      }
    }
  } catch (error) {
    if (error !== signal.reason) throw error;
    partial = true;
    warnings.push(`the run ended before all rounds were done: ${error}`);
  }
  return {
    benchmarks: tracks.map(({ name, rounds, failures }) => ({
      name,
      group: null,
      file: null,
      line: null,
      description: null,
      work: null,
      rounds,
      samples: null,
      failures,
    })),
    partial,
    warnings,
    facts: new Map(),
    unloadedFiles: [],
    cpu: readCpu(),
    denoVersion: null,
    v8Version: null,
  };
}

/**
 * Splits a command into words.
 *
 * @param option The option that has the command, for messages.
 * @throws {Failure} If there is no word, or a quote is not closed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(splitCommand("deno eval 'let a = 1'"), ["deno", "eval", "let a = 1"]);
 * ```
 */
export function splitCommand(command: string, option = "--command"): string[] {
  if (/["']/.test(command.replaceAll(/"[^"]*"|'[^']*'/g, ""))) {
    throw new Failure(`Cannot run ${command}: a quote is not closed`);
  }
  const words = parseArgsStringToArgv(command);
  if ((words[0] ?? "") === "") {
    throw new Failure(`${option} must be a program with its arguments, found "${command}"`);
  }
  return words;
}

function selectCommands({ commands, filter, shard }: RunCommandsOptions): string[] {
  const twice = commands.find((command, index) => commands.indexOf(command) !== index);
  if (twice !== undefined) {
    throw new Failure(`Cannot run ${twice} twice: they would be one benchmark`);
  }
  const all = commands.map((name) => ({ name, only: false, ignore: false }));
  return selectBenchmarks(all, filter).map(({ name }) => name).filter((name) =>
    shard === null || isInShard(identityOfCommand(name), shard)
  );
}

function identityOfCommand(name: string): BenchmarkIdentity {
  return { file: null, group: null, name };
}

/**
 * Restores the rounds that an earlier run of the same subject has finished. A command that failed
 * is tried again.
 */
async function restore(
  tracks: readonly Track[],
  { filter, shard, journal }: RunCommandsOptions,
): Promise<boolean> {
  if (!journal) return false;
  const records = await journal.begin(
    await readSubject({
      root: Deno.cwd(),
      outputs: journal.outputs,
      benchmarks: tracks.map(({ name }) => identityOfCommand(name)),
      filter,
      shard,
      flags: [],
      denoVersion: null,
    }),
  );
  const byKey = new Map(tracks.map((track) => [identityKey(identityOfCommand(track.name)), track]));
  for (const record of records) {
    if (record.kind === "round") byKey.get(record.benchmark)?.rounds.push(record.round);
  }
  return records.length > 0;
}

/** Returns the wall time of a process, in milliseconds; null if it failed, which is recorded. */
async function time(
  track: Track,
  round: number | null,
  { timeoutMs, signal }: RunCommandsOptions,
): Promise<number | null> {
  signal.throwIfAborted();
  const began = performance.now();
  const child = start(track.words);
  // Reading begins at once, since a full pipe would stop the process.
  const complaint = lastLine(child);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    killChild(child);
  }, timeoutMs);
  killOnAbort(child, signal);
  const { success, code } = await child.status;
  const tookMs = performance.now() - began;
  releaseChild(child);
  // Ctrl-C reaches every process of a terminal, and this one may hear of it later.
  if (!success) await delay(NOTICE_MS);
  clearTimeout(limit);
  const said = await complaint;
  signal.throwIfAborted();
  if (success) return tookMs;
  const message = late
    ? `over the limit of ${timeoutMs / 1000} s`
    : `ended with exit code ${code}${said === "" ? "" : `: ${said}`}`;
  track.failures.push({ round, message });
  return null;
}

/** Returns the last line that a process wrote to standard error; empty if there is none. */
async function lastLine(child: Deno.ChildProcess): Promise<string> {
  let last = "";
  for await (const line of readLines(child, child.stderr)) last = line.trim() || last;
  return last;
}

function start([program, ...args]: readonly string[]): Deno.ChildProcess {
  try {
    return spawnAlone(program!, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
  } catch (error) {
    const failure = explainSpawn(error, program!);
    throw failure?.code === "not-permitted" ? new RefusedProgram(failure) : failure ?? error;
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function asRound(tookMs: number): RoundResult {
  const duration_ms = tidy(tookMs);
  return {
    duration_ms,
    min_ms: duration_ms,
    max_ms: duration_ms,
    p75_ms: duration_ms,
    p99_ms: duration_ms,
    iterations: 1,
    batched: false,
  };
}
