/**
 * Criterion.rs's lines of progress: `Benchmarking NAME: STAGE`, the first without a stage.
 *
 * @module
 */
import type { CargoTarget } from "./cargo.ts";

/** A benchmark that has begun. */
export interface Begun {
  readonly name: string;
  /** The binary that has it; null if unknown. */
  readonly target: CargoTarget | null;
  readonly line: number;
  /**
   * Whether a stage or a panic has followed. Otherwise, a benchmark may have printed the line
   * itself.
   */
  readonly isCertain: boolean;
}

const BENCHMARKING = "Benchmarking ";
const STAGE =
  /: (?:Profiling for|Warming up for|Collecting \d+ samples in|Analyzing$|Complete \(Analysis Disabled\)$)/g;
/** After the name, if that is still on the line, or else on its own line. */
const PANIC = /thread '[^']{0,500}'(?: \(\d+\))? panicked at .*$/;
const PROGRESS = /^Benchmarking [^\n]{1,500}?: (?:Warming up for|Collecting \d+ samples in) /m;

/** Whether a text has lines of progress. */
export function hasProgress(text: string): boolean {
  return PROGRESS.test(text);
}

/** Whether a line may be a line of progress. */
export function isProgress(line: string): boolean {
  return line.startsWith(BENCHMARKING);
}

/** Keeps track of the benchmarks that have no result yet. */
export class Progress {
  /** Benchmarks that were only profiled. */
  readonly profiled: string[] = [];
  readonly #ended: Begun[] = [];
  readonly #open = new Map<string, Begun>();
  #current: Begun | null = null;

  /** Benchmarks that have begun and not ended. */
  get unfinished(): readonly Begun[] {
    return [...this.#ended, ...this.#open.values()];
  }

  take(text: string, target: CargoTarget | null, line: number): void {
    const hasPanicked = PANIC.test(text);
    if (isProgress(text)) {
      const { name, stage } = readProgress(text.slice(BENCHMARKING.length));
      this.#begin({ name, target, line, isCertain: stage !== null || hasPanicked });
      if (!stage?.startsWith(": Complete")) return;
      this.end(target, name);
      this.profiled.push(`${name} was profiled, not measured`);
    } else if (hasPanicked && this.#current !== null) {
      this.#set({ ...this.#current, isCertain: true });
    }
  }

  #begin(next: Begun): void {
    const current = this.#current;
    const known = this.#open.get(keyOf(next.target, next.name));
    if (known !== undefined && (next.isCertain || known === current)) {
      this.#set({ ...known, isCertain: known.isCertain || next.isCertain });
    } else if (
      current?.target === next.target && `${next.name}: `.startsWith(`${current?.name}: `)
    ) {
      // A stage that was cut off, or a name that looked like one.
      if (!next.isCertain) return;
      this.end(next.target, current!.name);
      this.#set({ ...next, line: current!.line });
    } else {
      if (current?.target === next.target && !current?.isCertain) this.forget(current!.line);
      if (known !== undefined) this.#ended.push(known);
      this.#set(next);
    }
  }

  #set(begun: Begun): void {
    this.#open.set(keyOf(begun.target, begun.name), begun);
    this.#current = begun;
  }

  /** Notes that a benchmark has its result. */
  end(target: CargoTarget | null, name: string): void {
    this.#open.delete(keyOf(target, name));
    this.#current = null;
  }

  /** Forgets a line that turned out to mean something else. */
  forget(line: number): void {
    if (this.#current?.line === line) this.end(this.#current.target, this.#current.name);
  }

  /** Notes that a binary starts: it begins its benchmarks anew. */
  startBinary(): void {
    for (const begun of this.#open.values()) this.#ended.push(begun);
    this.#open.clear();
    this.#current = null;
  }
}

function keyOf(target: CargoTarget | null, name: string): string {
  return JSON.stringify([target?.binary ?? null, name]);
}

function readProgress(text: string): { name: string; stage: string | null } {
  const stage = [...text.matchAll(STAGE)].at(-1);
  const name = stage === undefined ? text.replace(PANIC, "") : text.slice(0, stage.index);
  return { name: name.trim(), stage: stage?.[0] ?? null };
}
