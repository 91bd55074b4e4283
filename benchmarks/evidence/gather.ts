/** Makes trials one after the other. @module */
import { Failure } from "../../mod.ts";
import { measureConstruction } from "./measure_construction.ts";
import { measureDuet } from "./measure_duet.ts";
import { measureRuns } from "./measure_runs.ts";
import type { Project } from "./project.ts";
import type { Evidence, FailedTrial, Trial } from "./record.ts";
import { expectSeconds, nextTurn, type Plan, secondsForRuns, type Turn } from "./schedule.ts";

/** So many failed trials in a row end everything. */
const MOST_FAILURES = 3;

/** Options for gathering other than the plan. */
export interface GatherOptions {
  readonly project: Project;
  /** No trial starts that would probably end after this time, in the unit of `Date.now()`. */
  readonly until: number;
  /** Ends it; the present trial does not count. */
  readonly signal: AbortSignal;
  readonly onTurn: (turn: Turn, done: number) => void;
}

/**
 * Makes trials until the plan is done, the time is up or it is interrupted.
 *
 * @param start What was gathered before.
 * @returns Everything so far, after each trial.
 * @throws {Failure} If several trials in a row fail.
 */
export async function* gather(
  start: Evidence,
  plan: Plan,
  options: GatherOptions,
): AsyncGenerator<Evidence> {
  const { project, until, signal, onTurn } = options;
  let evidence = start;
  let failures = 0;
  try {
    const planted = new Set(plan.scenarios.map((scenario) => scenario.planted));
    for (const { planted: known } of start.construction) planted.delete(known);
    planted.delete(0);
    const construction = await measureConstruction(project, [...planted], signal);
    yield evidence = { ...evidence, construction: [...evidence.construction, ...construction] };
    for (;;) {
      const turn = nextTurn(plan, evidence);
      if (turn === null || Date.now() + expectSeconds(turn, evidence) * 1000 > until) return;
      onTurn(turn, evidence.trials.length);
      const made = await makeTrial(project, turn, evidence, signal);
      failures = "message" in made ? failures + 1 : 0;
      yield evidence = "message" in made
        ? { ...evidence, failed: [...evidence.failed, made] }
        : { ...evidence, trials: [...evidence.trials, made] };
      if ("message" in made && failures === MOST_FAILURES) throw new Failure(made.message);
    }
  } catch (error) {
    if (error !== signal.reason || !signal.aborted) throw error;
  }
}

async function makeTrial(
  project: Project,
  turn: Turn,
  evidence: Evidence,
  signal: AbortSignal,
): Promise<Trial | FailedTrial> {
  const { scenario, source, kinds } = turn;
  const frame = { scenario: scenario.name, started_at: new Date().toISOString(), kinds };
  const load = readLoad();
  await project.plant(scenario.planted);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  try {
    if (source === "runs") {
      const enough = secondsForRuns(turn, evidence);
      const benchmarks = await measureRuns(project, kinds, enough, signal);
      return { ...frame, source, seconds: seconds(), load, benchmarks };
    }
    const measured = await measureDuet(project, turn, signal);
    return { ...frame, source, seconds: seconds(), load, ...measured };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...frame, source, message: error.message };
  }
}

function readLoad(): number | null {
  try {
    return Deno.loadavg()[0]!;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}
