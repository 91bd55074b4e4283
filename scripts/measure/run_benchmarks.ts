/** The rounds of a run: which processes to start, and what became of each benchmark. @module */
import type { DenoBenchReport, DenoBenchStats } from "../result/deno_bench.ts";
import { Failure } from "../result/failure.ts";
import type { BenchmarkMeasurement, SampleSummary } from "../result/normalize.ts";
import type { FailureRecord } from "../result/schema.ts";
import { fromFileUrl } from "../deps/std/path/mod.ts";
import { type BenchProcessOutcome, runBenchProcess } from "./bench_process.ts";
import type { ObserverEvent, Registration } from "./observer.ts";
import { projectPath } from "./project_path.ts";
import { selectBenchmarks } from "./select.ts";

/** How to run the benchmarks. */
export interface RunOptions {
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files: readonly string[];
  /** Processes for each file. */
  readonly rounds: number;
  readonly filter: string | null;
  readonly benchTimeoutMs: number;
  /** Flags for `deno bench`. */
  readonly flags: readonly string[];
  /** Ends the run; what is finished by then is returned. Its reason says why. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** Where a run stands. */
export interface RunProgress {
  readonly step: "list" | "round" | "sample";
  /** From 1; 0 outside rounds. */
  readonly round: number;
  readonly rounds: number;
  /** The benchmark that is running, null between two of them. */
  readonly benchmark: string | null;
  /** Benchmark runs done, and to do in all. */
  readonly done: number;
  readonly total: number;
}

/** What a run measured. */
export interface RunOutcome {
  readonly benchmarks: readonly BenchmarkMeasurement[];
  /** Whether `signal` ended it before every round was done. */
  readonly partial: boolean;
  readonly warnings: readonly string[];
  /** Paths of the files that threw, exited or hung while they were loaded. */
  readonly unloadedFiles: readonly string[];
  /** What the processes said of themselves; null where none did. */
  readonly cpu: string | null;
  readonly denoVersion: string | null;
  readonly v8Version: string | null;
}

/** A benchmark on its way through the rounds. */
interface Track {
  readonly registration: Registration;
  readonly rounds: DenoBenchStats[];
  readonly failures: FailureRecord[];
  samples: SampleSummary | null;
}

/**
 * Runs the benchmarks in rounds of fresh processes, one for each file.
 *
 * A benchmark that fails in a round is left out of the later ones; the others go on.
 *
 * @throws {Failure} If there is nothing to run, with the reason.
 */
export async function runBenchmarks(options: RunOptions): Promise<RunOutcome> {
  const run = new Run(options);
  try {
    await run.list();
    for (let round = 1; round <= options.rounds; round++) await run.round(round);
    await run.sample();
  } catch (error) {
    if (error !== options.signal.reason) throw error;
    run.interrupt(String(error));
  }
  return run.outcome();
}

class Run {
  readonly #options: RunOptions;
  readonly #files = new Map<string, Track[]>();
  readonly #warnings: string[] = [];
  readonly #unloadedFiles: string[] = [];
  #partial = false;
  #done = 0;
  #cpu: string | null = null;
  #versions: { deno: string; v8: string } | null = null;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async list(): Promise<void> {
    const { files, filter } = this.#options;
    this.#progress("list", 0, null);
    const outcome = await this.#listProcess(files);
    const registrations = outcome.events.filter((event) => event.kind === "registered");
    const selected = selectBenchmarks(registrations, filter);
    const loaded = new Set(
      outcome.events.filter((event) => event.kind === "loaded").map((event) => event.origin),
    );
    const causes = loadErrors(outcome);
    for (const [origin, cause] of causes) {
      this.#unloadedFiles.push(projectPath(origin));
      this.#warnings.push(`${projectPath(origin)} could not be loaded: ${cause}`);
    }
    for (const registration of selected) {
      const track: Track = { registration, rounds: [], failures: [], samples: null };
      if (!loaded.has(registration.origin)) {
        const cause = causes.get(registration.origin) ?? "it ended early";
        track.failures.push({ round: null, message: `the file could not be loaded: ${cause}` });
      }
      const tracks = this.#files.get(registration.origin) ?? [];
      this.#files.set(registration.origin, [...tracks, track]);
    }
    this.#nameDuplicates();
    const left = registrations.length - selected.length;
    if (selected.length > 0 && filter === null && left > 0) {
      this.#warnings.push(
        `${left} of ${registrations.length} benchmarks left out by ignore or only`,
      );
    }
    if (selected.length === 0) throw nothingToRun(outcome, registrations.length, filter, causes);
  }

  /** A file that hangs or ends the process keeps those after it from loading: once more without. */
  async #listProcess(files: readonly string[]): Promise<BenchProcessOutcome> {
    const setAside: ObserverEvent[] = [];
    const ignored: string[] = [];
    let timedOut = false;
    while (true) {
      const outcome = await this.#process("list", files, [], () => {}, ignored);
      timedOut ||= outcome.timedOut;
      const at = outcome.events.findLastIndex((event) => event.kind === "file");
      const events = outcome.events.slice(at);
      const [file] = events;
      const stuck = outcome.report === null && file?.kind === "file" &&
        file.origin.startsWith("file:") && !events.some((event) => event.kind === "loaded");
      const flag = stuck ? `--ignore=${fromFileUrl(file.origin)}` : null;
      if (flag === null || ignored.includes(flag)) {
        return { ...outcome, events: [...setAside, ...outcome.events], timedOut };
      }
      ignored.push(flag);
      setAside.push(...events);
    }
  }

  async round(round: number): Promise<void> {
    for (const [origin, tracks] of this.#files) {
      let pending = tracks.filter((track) => track.failures.length === 0);
      while (pending.length > 0) {
        const outcome = await this.#measure(origin, round, pending);
        const reported = this.#record(outcome.report, pending, round);
        this.#cpu ??= outcome.report?.cpu ?? null;
        const missing = pending.filter((track) => !reported.has(track));
        if (missing.length === 0) break;
        const suspect = lastBegun(outcome.events);
        const culprit = missing.find((track) => track.registration.ordinal === suspect);
        const blamed = culprit ? [culprit] : missing;
        const message = this.#explain(outcome, culprit !== undefined);
        for (const track of blamed) track.failures.push({ round, message });
        pending = culprit ? missing.filter((track) => track !== culprit) : [];
      }
      this.#done = this.#expectedDone(round, origin);
    }
  }

  async sample(): Promise<void> {
    for (const [origin, tracks] of this.#files) {
      let pending = tracks.filter((track) => track.failures.length === 0);
      while (pending.length > 0) {
        const outcome = await this.#measure(origin, 0, pending);
        const seen = new Set<number>();
        for (const event of outcome.events) {
          if (event.kind !== "sampled" && event.kind !== "unsampled") continue;
          seen.add(event.ordinal);
          const track = pending.find(({ registration }) => registration.ordinal === event.ordinal);
          if (event.kind === "sampled" && track) track.samples = event;
          else if (event.kind === "unsampled" && track) this.#notSampled(track, event.message);
        }
        const missing = pending.filter((track) => !seen.has(track.registration.ordinal));
        const suspect = lastBegun(outcome.events);
        const culprit = missing.find((track) => track.registration.ordinal === suspect);
        const message = this.#explain(outcome, culprit !== undefined);
        for (const track of culprit ? [culprit] : missing) this.#notSampled(track, message);
        pending = culprit ? missing.filter((track) => track !== culprit) : [];
      }
    }
  }

  interrupt(reason: string): void {
    this.#partial = true;
    this.#warnings.push(`the run ended before every round was done: ${reason}`);
  }

  outcome(): RunOutcome {
    const tracks = [...this.#files.values()].flat();
    return {
      benchmarks: tracks.map(({ registration, rounds, samples, failures }) => ({
        name: registration.name,
        group: registration.group,
        file: projectPath(registration.origin),
        description: registration.description,
        work: registration.work,
        rounds,
        samples,
        failures,
      })),
      partial: this.#partial,
      warnings: this.#warnings,
      unloadedFiles: this.#unloadedFiles,
      cpu: this.#cpu,
      denoVersion: this.#versions?.deno ?? null,
      v8Version: this.#versions?.v8 ?? null,
    };
  }

  /** Measures, or samples in round 0, the pending benchmarks of one file. */
  #measure(origin: string, round: number, pending: readonly Track[]): Promise<BenchProcessOutcome> {
    const mode = round === 0 ? "sample" : "measure";
    const wanted = new Set(pending.map((track) => track.registration.ordinal));
    const last = Math.max(...this.#files.get(origin)!.map((track) => track.registration.ordinal));
    const skip = Array.from({ length: last + 1 }, (_, ordinal) => ordinal)
      .filter((ordinal) => !wanted.has(ordinal));
    return this.#process(mode, [origin], skip, (event) => {
      if (event.kind === "begin") {
        const track = pending.find(({ registration }) => registration.ordinal === event.ordinal);
        this.#progress(round === 0 ? "sample" : "round", round, track?.registration.name ?? null);
      }
      if (event.kind === "end") this.#done++;
    });
  }

  async #process(
    mode: "list" | "measure" | "sample",
    files: readonly string[],
    skip: readonly number[],
    onEvent: (event: ObserverEvent) => void = () => {},
    moreFlags: readonly string[] = [],
  ): Promise<BenchProcessOutcome> {
    const { flags, benchTimeoutMs, signal } = this.#options;
    return await runBenchProcess({
      mode,
      files,
      skip,
      flags: [...flags, ...moreFlags],
      benchTimeoutMs,
      signal,
      onEvent: (event) => {
        if (event.kind === "file") {
          this.#versions ??= { deno: event.denoVersion, v8: event.v8Version };
        }
        onEvent(event);
      },
    });
  }

  /** Takes over what a process reported and returns the benchmarks it reported on. */
  #record(report: DenoBenchReport | null, pending: readonly Track[], round: number): Set<Track> {
    const reported = new Set<Track>();
    for (const entry of report?.benches ?? []) {
      const track = pending.find(({ registration }) => `#${registration.ordinal}` === entry.name);
      const result = entry.results[0];
      if (!track || !result) continue;
      reported.add(track);
      if (result.ok) track.rounds.push(result.ok);
      else track.failures.push({ round, message: result.failed?.message ?? "no reason given" });
    }
    return reported;
  }

  #explain(outcome: BenchProcessOutcome, known: boolean): string {
    if (outcome.timedOut) {
      const limit = `over the limit of ${this.#options.benchTimeoutMs / 1000} s`;
      return known ? limit : `the file took to load ${limit}`;
    }
    const error = outcome.events.findLast((event) => event.kind === "error")?.message;
    if (error !== undefined) return `unhandled rejection or error: ${error}`;
    const cause = errorCause(outcome.errorOutput);
    return cause === null || cause === "Bench failed"
      ? `deno bench ended with exit code ${outcome.exitCode}, as after an unhandled rejection`
      : `deno bench ended with exit code ${outcome.exitCode}: ${cause}`;
  }

  #notSampled({ registration }: Track, message: string): void {
    this.#warnings.push(
      `${registration.name}: median, deviation and memory could not be measured: ${message}`,
    );
  }

  /** Two benchmarks of one identity would be one in the document: the later ones get a number. */
  #nameDuplicates(): void {
    for (const [origin, tracks] of this.#files) {
      const seen = new Map<string, number>();
      this.#files.set(
        origin,
        tracks.map((track) => {
          const { name, group } = track.registration;
          const key = JSON.stringify([group, name]);
          const times = (seen.get(key) ?? 0) + 1;
          seen.set(key, times);
          if (times === 1) return track;
          this.#warnings.push(
            `${
              projectPath(origin)
            } registers ${name} ${times} times: number ${times} is kept as "${name} #${times}"`,
          );
          return { ...track, registration: { ...track.registration, name: `${name} #${times}` } };
        }),
      );
    }
  }

  #expectedDone(round: number, origin: string): number {
    const files = [...this.#files];
    const upTo = files.findIndex(([file]) => file === origin) + 1;
    const count = (part: typeof files) => part.reduce((sum, [, tracks]) => sum + tracks.length, 0);
    return (round - 1) * count(files) + count(files.slice(0, upTo));
  }

  #progress(step: RunProgress["step"], round: number, benchmark: string | null): void {
    const { rounds, onProgress } = this.#options;
    const count = [...this.#files.values()].flat().length;
    onProgress?.({
      step,
      round,
      rounds,
      benchmark,
      done: this.#done,
      total: count * (rounds + 1),
    });
  }
}

/** The benchmark that began last: an unhandled rejection ends the process only after it. */
function lastBegun(events: readonly ObserverEvent[]): number | null {
  return events.findLast((event) => event.kind === "begin")?.ordinal ?? null;
}

/** For each file that did not load, the last error that was seen while it tried. */
function loadErrors(outcome: BenchProcessOutcome): Map<string, string> {
  const causes = new Map<string, string>();
  let origin = "";
  for (const event of outcome.events) {
    if (event.kind === "file") {
      origin = event.origin;
      causes.set(origin, outcome.timedOut ? "it did not end" : "it ended the process");
    } else if (event.kind === "loaded") causes.delete(event.origin);
    else if (event.kind === "error" && causes.has(origin)) causes.set(origin, event.message);
  }
  return causes;
}

function nothingToRun(
  outcome: BenchProcessOutcome,
  registered: number,
  filter: string | null,
  causes: ReadonlyMap<string, string>,
): Failure {
  if (registered > 0 && filter !== null) {
    return new Failure(
      `Nothing to run: the filter ${
        JSON.stringify(filter)
      } matches none of ${registered} benchmarks`,
    );
  }
  if (registered > 0) return new Failure("Nothing to run: every benchmark is set to be ignored");
  const first = [...causes][0];
  if (first) return new Failure(`Nothing to run: ${projectPath(first[0])}: ${first[1]}`);
  const cause = errorCause(outcome.errorOutput);
  return new Failure(
    cause === null || outcome.exitCode === 0
      ? "Nothing to run: no benchmarks are registered; deno bench looks for files such as sort_bench.ts"
      : `Nothing to run: ${cause}`,
  );
}

/** The line that says most: the first type error with its place, before "Type checking failed". */
function errorCause(errorOutput: string): string | null {
  const lines = errorOutput.split("\n").map((line) => line.trim());
  const at = lines.findIndex((line) => /^TS\d+ /.test(line));
  if (at >= 0) {
    const place = lines.slice(at).find((line) => line.startsWith("at "));
    return place === undefined ? lines[at]! : `${lines[at]} ${place}`;
  }
  return lines.find((line) => line.startsWith("error: "))?.slice("error: ".length) ?? null;
}
