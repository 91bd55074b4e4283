/** The rounds of a run: which processes to start, and what happened to each benchmark. @module */
import { type DenoBenchReport, normalizeRound } from "../result/deno_bench.ts";
import type { BenchmarkMeasurement, SampleSummary } from "../result/normalize.ts";
import { resumed } from "../result/doubts/measuring.ts";
import type { BenchmarkFacts } from "../result/benchmark_facts.ts";
import {
  type BenchmarkIdentity,
  formatIdentity,
  identityKey,
  nameWithin,
} from "../result/identity.ts";
import type { Journal } from "../result/journal.ts";
import { briefLine } from "../result/one_line.ts";
import { adviseOnRefusal } from "../result/permission.ts";
import type { RunRecord } from "../result/run_journal.ts";
import type { FailureRecord, RoundResult } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import { type BenchProcessOutcome, runBenchProcess } from "./bench_process.ts";
import { type HostFlags, hostFlags } from "./host_flags.ts";
import type { InsideEvent } from "./inside/wire.ts";
import { assertSomeBenchmarks, listBenchmarks, type ListedBenchmark } from "./list_benchmarks.ts";
import { sampleBenchmarks } from "./sample_benchmarks.ts";
import { readSubject } from "./subject.ts";

/** How to run the benchmarks. */
export interface RunOptions {
  /** The project's folder. */
  readonly root: string;
  /** Paths or globs as for `deno bench`; none to find the files as it does. */
  readonly files: readonly string[];
  /** Processes for each file. */
  readonly rounds: number;
  readonly filter: string | null;
  /** The part of the benchmarks to run; null for all. */
  readonly shard?: Shard | null;
  readonly benchTimeoutMs: number;
  /** Flags for `deno bench`. */
  readonly flags: readonly string[];
  /** Ends the run, which returns what is finished. The reason of the signal says why. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called once there is something to run, before anything is measured. */
  readonly beforeRounds?: () => Promise<void>;
  /** Keeps finished rounds and has those of an earlier run; null for none. */
  readonly journal?: Journal<RunRecord> | null;
}

/** The progress of a run. */
export interface RunProgress {
  /** The current step. */
  readonly step: "list" | "round" | "sample";
  /** From 1; 0 outside rounds. */
  readonly round: number;
  /** The number of all rounds. */
  readonly rounds: number;
  /** The benchmark that is running; null between two of them. */
  readonly benchmark: string | null;
  /** How often benchmarks have run so far, counting one for each benchmark and round. */
  readonly done: number;
  /** How often they run in the whole run. */
  readonly total: number;
}

/** The measurements of a run. */
export interface RunOutcome {
  readonly benchmarks: readonly BenchmarkMeasurement[];
  /** Whether `signal` ended it before every round was done. */
  readonly partial: boolean;
  readonly warnings: readonly string[];
  /** Facts about the benchmarks that were sampled in this run, and not in an earlier one. */
  readonly facts: ReadonlyMap<BenchmarkIdentity, BenchmarkFacts>;
  /** Paths of the files that threw, exited or hung while they were loaded. */
  readonly unloadedFiles: readonly string[];
  /** Model name of the processor; null if no process reported it. */
  readonly cpu: string | null;
  readonly denoVersion: string | null;
  readonly v8Version: string | null;
}

/** A benchmark during the rounds. */
interface Track {
  readonly listed: ListedBenchmark;
  readonly rounds: RoundResult[];
  readonly failures: FailureRecord[];
  /** One line on why there are no samples; null before they are taken. */
  samples: SampleSummary | string | null;
}

/**
 * Runs the benchmarks in rounds of fresh processes, one for each file, and samples each once.
 *
 * A benchmark that fails in a round is left out of the later ones. The others continue.
 *
 * @throws {Failure} If there is nothing to run, with the reason.
 */
export async function measureInRounds(options: RunOptions): Promise<RunOutcome> {
  const run = new Run(options);
  try {
    await run.list();
    await options.beforeRounds?.();
    await run.restore();
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
  readonly #facts = new Map<BenchmarkIdentity, BenchmarkFacts>();
  #unloadedFiles: string[] = [];
  #hostFlags: HostFlags = { flags: [], ignore: [] };
  /** Why the run ended before every round was done; null if it did not. */
  #interruption: string | null = null;
  #done = 0;
  #cpu: string | null = null;
  #versions: { readonly deno: string; readonly v8: string } | null = null;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async list(): Promise<void> {
    this.#progress("list", 0, null);
    const { root, flags } = this.#options;
    this.#hostFlags = await hostFlags(root, flags);
    // deno bench checks types itself, so a file that it would refuse must not be listed.
    const checks = flags.some((flag) => /^--(no-)?check(=|$)/.test(flag)) ? [] : ["--check"];
    const listing = await listBenchmarks({
      ...this.#options,
      flags: [...checks, ...this.#hostFlags.flags],
      ignore: this.#hostFlags.ignore,
    });
    assertSomeBenchmarks(listing);
    this.#versions = listing.versions;
    for (const { message } of listing.doubts) this.#warnings.push(message);
    this.#unloadedFiles = listing.files.filter(({ cause }) => cause !== null)
      .map(({ file }) => file);
    const tracks = listing.benchmarks.map((listed): Track => {
      const failures = listed.failure === null
        ? []
        : [{ round: null, message: briefLine(listed.failure) }];
      return { listed, rounds: [], failures, samples: null };
    });
    for (const track of tracks) {
      const { origin } = track.listed;
      this.#files.set(origin, [...this.#files.get(origin) ?? [], track]);
    }
  }

  /** Restores what an earlier run of the same subject has finished. */
  async restore(): Promise<void> {
    const { root, filter, shard = null, flags, journal } = this.#options;
    if (!journal) return;
    const tracks = new Map(
      [...this.#files.values()].flat().map((track) => [identityKey(track.listed), track]),
    );
    const records = await journal.begin(
      await readSubject({
        root,
        outputs: journal.outputs,
        benchmarks: [...tracks.values()].map(({ listed }) => listed),
        filter,
        shard,
        flags,
        denoVersion: this.#versions?.deno ?? null,
      }),
    );
    if (records.length > 0) this.#warnings.push(resumed().message);
    for (const record of records) {
      if (record.kind === "processor") {
        this.#cpu = record.model;
        continue;
      }
      const track = tracks.get(record.benchmark);
      if (track === undefined) continue;
      if (record.kind === "round") track.rounds.push(record.round);
      else if (record.kind === "failure") track.failures.push(record.failure);
      else track.samples = record.samples;
    }
  }

  async round(round: number): Promise<void> {
    for (const [origin, tracks] of this.#files) {
      const before = this.#done;
      let pending = tracks.filter(({ failures, rounds }) =>
        failures.length === 0 && rounds.length < round
      );
      while (pending.length > 0) {
        const outcome = await this.#measure(origin, round, pending);
        this.#learnProcessor(outcome.report);
        const reported = this.#record(outcome.report, pending, round);
        const missing = pending.filter((track) => !reported.has(track));
        if (missing.length === 0) break;
        // An unhandled rejection ends the process only after its benchmark, which began last.
        const culprit = missing.find(({ listed }) => listed.ordinal === outcome.lastBegun);
        const message = briefLine(outcome.cause);
        for (const track of culprit ? [culprit] : missing) this.#fail(track, { round, message });
        pending = culprit ? missing.filter((track) => track !== culprit) : [];
      }
      this.#done = before + tracks.length;
    }
  }

  async sample(): Promise<void> {
    const { root, benchTimeoutMs, signal } = this.#options;
    for (const [origin, tracks] of this.#files) {
      const fit = tracks.filter(({ failures, samples }) =>
        failures.length === 0 && samples === null
      );
      const samples = await sampleBenchmarks({
        origin,
        benchmarks: fit.map((track) => track.listed),
        root,
        flags: this.#hostFlags.flags,
        benchTimeoutMs,
        signal,
        onBegin: (listed) => this.#progress("sample", 0, nameWithin(listed)),
      });
      for (const track of fit) {
        const { samples: taken, facts } = samples.get(track.listed)!;
        track.samples = taken;
        if (facts !== null) this.#facts.set(track.listed, facts);
        this.#keep({
          kind: "samples",
          benchmark: identityKey(track.listed),
          samples: track.samples,
        });
      }
      this.#done += tracks.length;
    }
  }

  interrupt(reason: string): void {
    this.#interruption = `the run ended before all rounds were done: ${reason}`;
  }

  outcome(): RunOutcome {
    const tracks = [...this.#files.values()].flat();
    const unsampled = tracks.flatMap(({ listed, samples }) =>
      typeof samples !== "string" ? [] : [
        `${formatIdentity(listed)}: median, deviation and heap could not be measured: ${
          briefLine(samples)
        }`,
      ]
    );
    return {
      benchmarks: tracks.map(({ listed, rounds, samples: taken, failures }) => {
        const { name, group, file, line, description, baseline, work } = listed;
        const samples = typeof taken === "string" ? null : taken;
        return { name, group, file, line, description, baseline, work, rounds, samples, failures };
      }),
      partial: this.#interruption !== null,
      warnings: [...this.#warnings, ...unsampled, this.#interruption].filter((one) => one !== null),
      facts: this.#facts,
      unloadedFiles: this.#unloadedFiles,
      cpu: this.#cpu,
      denoVersion: this.#versions?.deno ?? null,
      v8Version: this.#versions?.v8 ?? null,
    };
  }

  /** Measures the pending benchmarks of one file with `deno bench`. */
  #measure(origin: string, round: number, pending: readonly Track[]): Promise<BenchProcessOutcome> {
    const { root, flags, benchTimeoutMs, signal } = this.#options;
    const wanted = new Map(pending.map(({ listed }) => [listed.ordinal, nameWithin(listed)]));
    const keep = [...wanted.keys()];
    const onEvent = (event: InsideEvent) => {
      if (event.kind === "begin") {
        this.#progress("round", round, wanted.get(event.ordinal) ?? null);
      }
      if (event.kind === "end") this.#done++;
    };
    return runBenchProcess({
      cwd: root,
      file: origin,
      keep,
      flags,
      benchTimeoutMs,
      signal,
      onEvent,
    });
  }

  #progress(step: RunProgress["step"], round: number, benchmark: string | null): void {
    const { rounds, onProgress } = this.#options;
    const count = [...this.#files.values()].flat().length;
    const total = count * (rounds + 1);
    onProgress?.({ step, round, rounds, benchmark, done: this.#done, total });
  }

  /** Adds what a process reported and returns the benchmarks that it reported on. */
  #record(report: DenoBenchReport | null, pending: readonly Track[], round: number): Set<Track> {
    const reported = new Set<Track>();
    for (const entry of report?.benches ?? []) {
      const track = pending.find(({ listed }) => `#${listed.ordinal}` === entry.name);
      const result = entry.results[0];
      if (!track || !result) continue;
      reported.add(track);
      if (result.ok) this.#finish(track, normalizeRound(result.ok));
      else {
        this.#fail(track, {
          round,
          message: briefLine(adviseOnRefusal(result.failed?.message ?? "Deno gave no reason")),
        });
      }
    }
    return reported;
  }

  #learnProcessor(report: DenoBenchReport | null): void {
    if (this.#cpu !== null || report === null) return;
    this.#cpu = report.cpu;
    this.#keep({ kind: "processor", model: report.cpu });
  }

  #finish(track: Track, round: RoundResult): void {
    track.rounds.push(round);
    this.#keep({ kind: "round", benchmark: identityKey(track.listed), round });
  }

  #fail(track: Track, failure: FailureRecord): void {
    track.failures.push(failure);
    this.#keep({ kind: "failure", benchmark: identityKey(track.listed), failure });
  }

  #keep(record: RunRecord): void {
    this.#options.journal?.append(record);
  }
}
