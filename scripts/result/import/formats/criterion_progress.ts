/** Which benchmarks Criterion.rs has begun: `Benchmarking NAME: STAGE`, first without a stage. @module */
import type { CargoTarget } from "./cargo.ts";

/** A benchmark that was begun. */
export interface Begun {
  readonly name: string;
  /** The binary that it is in; null where that is not known. */
  readonly target: CargoTarget | null;
  readonly line: number;
  /** Whether a stage or a panic has followed; a line without may be what a benchmark prints. */
  readonly isCertain: boolean;
}

const BENCHMARKING = "Benchmarking ";
const STAGE =
  /: (?:Profiling for|Warming up for|Collecting \d+ samples in|Analyzing$|Complete \(Analysis Disabled\)$)/g;
/** Behind the name where that is still on the line, and else on a line of its own. */
const PANIC = /thread '[^']{0,500}'(?: \(\d+\))? panicked at .*$/;
const PROGRESS = /^Benchmarking [^\n]{1,500}?: (?:Warming up for|Collecting \d+ samples in) /m;

/** Whether a text has such lines. */
export function hasProgress(text: string): boolean {
  return PROGRESS.test(text);
}

/** Whether a line may be such a one. */
export function isProgress(line: string): boolean {
  return line.startsWith(BENCHMARKING);
}

/** The benchmarks that have no result yet. */
export class Progress {
  /** Those of which nothing but a profile was made. */
  readonly profiled: string[] = [];
  readonly #ended: Begun[] = [];
  readonly #open = new Map<string, Begun>();
  #current: Begun | null = null;

  /** Those that were begun and have not ended. */
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
      // A stage that is cut off, or a name that looked like one.
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

  /** A benchmark has its result. */
  end(target: CargoTarget | null, name: string): void {
    this.#open.delete(keyOf(target, name));
    this.#current = null;
  }

  /** A line has turned out to tell something else. */
  forget(line: number): void {
    if (this.#current?.line === line) this.end(this.#current.target, this.#current.name);
  }

  /** What another binary begins, or the same once more, is begun another time. */
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
