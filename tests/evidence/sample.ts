/** Evidence with one of everything that a report shows. @module */
import type {
  DuetTrial,
  DuetVerdict,
  Evidence,
  RunsTrial,
} from "../../benchmarks/evidence/record.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";

const started_at = "2026-01-31T12:00:00.000Z";

function verdict(name: string, given: Partial<DuetVerdict>): DuetVerdict {
  return {
    name,
    verdict: "unchanged",
    severity: null,
    baseline: 1,
    current: 1,
    change: 0.001,
    interval: { lower: -0.01, upper: 0.01, level: 0.95 },
    at_least: null,
    rounds_needed: null,
    reason: null,
    rounds: 6,
    confirming: 0,
    changes: [0.001, 0.002, 0, 0.001, 0.002, 0],
    ...given,
  };
}

function duet(
  scenario: string,
  source: "pair" | "single",
  seconds: number,
  verdicts: DuetVerdict[],
): DuetTrial {
  return { scenario, source, started_at, seconds, load: 0.5, verdicts, warnings: [] };
}

function runs(scenario: string, seconds: number, factor: number): RunsTrial {
  const baseline = [100, 101, 102, 117];
  const current = [103, 104, 105, 120].map((value) => value * factor);
  const benchmarks = [{ name: "json", baseline, current }, {
    name: "map",
    baseline,
    current: baseline,
  }];
  return { scenario, source: "runs", started_at, seconds, load: null, benchmarks };
}

const minor = { verdict: "regression", severity: "minor", at_least: 0.12 } as const;
const unconfirmed = "a slowdown was seen but not confirmed in fresh processes";

/** Two scenarios, every source and every verdict. */
export const SAMPLE: Evidence = {
  version: "1.3",
  started_at,
  environment: ENVIRONMENT,
  construction: [{ planted: 15, changes: { json: 0.151, map: 0.148 } }],
  trials: [
    duet("same", "pair", 8, [
      verdict("json", {}),
      verdict("map", { verdict: "inconclusive", reason: unconfirmed, change: 0.12 }),
    ]),
    duet("same", "single", 6, [
      verdict("json", { verdict: "improvement", change: -0.2 }),
      verdict("map", { verdict: "failed", change: null }),
    ]),
    runs("same", 10, 1),
    duet("15%", "pair", 9, [
      verdict("json", { ...minor, change: 0.15 }),
      verdict("map", { ...minor, severity: "moderate", change: 0.22 }),
    ]),
    duet("15%", "single", 7, [
      verdict("json", { ...minor, change: 0.152 }),
      verdict("map", { verdict: "inconclusive", change: 0.09 }),
    ]),
    runs("15%", 12, 1.15),
  ],
  failed: [{ scenario: "15%", source: "single", started_at, message: "deno run ended with 2" }],
};
