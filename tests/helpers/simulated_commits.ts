/** Commits measured without a machine, and judged as the engine judges. @module */
import type { Measurer } from "../../scripts/command/bisect/measurer.ts";
import { firstSide } from "../../scripts/duet/rounds.ts";
import type { DuetRound } from "../../scripts/result/duet.ts";
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import { interquartileMean } from "../../scripts/result/spread.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import {
  decideDuet,
  endsConfirmation,
  LOOKS,
  type Standing,
} from "../../scripts/verdict/judge_duet.ts";
import { ENVIRONMENT } from "./documents.ts";
import type { Random } from "./draws.ts";
import { simulatePairs, toDuetRounds, type Weather } from "./simulated_duet.ts";
import { versioned } from "./versioned.ts";

const MOST_ROUNDS = LOOKS.at(-1)!;
/** The only benchmark of the commits. */
export const SIMULATED: BenchmarkIdentity = versioned("sort").identity;

/** Natural logarithms of the times that the benchmark takes at each commit; null if it cannot run. */
export type Levels = readonly (number | null)[];

/** The input of a search, and the number of rounds that it has made so far. */
export interface SimulatedLine {
  readonly commits: readonly string[];
  readonly measurer: Measurer;
  rounds(): number;
}

/** Makes commits `c0`, `c1` and so on, on a machine with this weather. */
export function simulateLine(random: Random, weather: Weather, levels: Levels): SimulatedLine {
  const commits = levels.map((_, index) => `c${index}`);
  const levelOf = (commit: string) => levels[Number(commit.slice(1))]!;
  let taken = 0;

  function* measureRounds(good: string, bad: string): Generator<DuetRound> {
    const logRatio = levelOf(bad) - levelOf(good);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      taken++;
      const first = firstSide(round);
      const noise = simulatePairs(random, weather, first === "baseline" ? 1 : -1);
      const [drawn] = toDuetRounds([logRatio + interquartileMean(noise)]);
      yield { ...drawn!, first };
    }
  }

  const measurer: Measurer = {
    compare(good, bad) {
      const benchmark = versioned(SIMULATED.name);
      for (const round of measureRounds(good, bad)) {
        benchmark.rounds.push(round);
        [benchmark.judgement] = decideDuet([benchmark], standingOf) as [Benchmark["judgement"]];
        if (benchmark.judgement !== null) break;
      }
      if (benchmark.judgement?.verdict === "regression") {
        const { confirmation, thresholds } = benchmark;
        for (const round of measureRounds(good, bad)) {
          confirmation.push(round);
          if (endsConfirmation({ rounds: confirmation, thresholds })) break;
        }
      }
      return Promise.resolve(compareBenchmarks([benchmark], frameOf(good, bad)));
    },
    measure({ good, bad }, _, decide) {
      if (levels[commits.indexOf(bad)] === null) return Promise.resolve("it does not load");
      const rounds: DuetRound[] = [];
      for (const round of measureRounds(good, bad)) {
        rounds.push(round);
        const final = rounds.length === MOST_ROUNDS;
        if (LOOKS.includes(rounds.length) && decide(rounds, final)) break;
      }
      return Promise.resolve(null);
    },
    onStep: () => {},
  };
  return { commits, measurer, rounds: () => taken };
}

const standingOf = ({ rounds }: Pick<Benchmark, "rounds">): Standing =>
  rounds.length === MOST_ROUNDS ? "spent" : "open";

function frameOf(good: string, bad: string) {
  const side = (commit: string) => ({ source: commit, timestamp: "", git_commit: commit });
  return {
    baseline: side(good),
    current: side(bad),
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair" as const, pinned: true, seconds: 0 },
    doubts: [],
  };
}
