/** What a store has, as people look at it. @module */
import type { CommitLine } from "../result/commit.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import { findChanges } from "../verdict/changes.ts";
import type { Dismissal, LastingChange, Tracked, Trend } from "../verdict/series.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { HistoryStore } from "./store.ts";

/** How to judge what is found, and where more is known of it. */
export interface ViewOptions {
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
  /** After one commit up to another, newest first; null where it cannot be told. */
  readonly commitsBetween: (before: string, after: string) => Promise<readonly CommitLine[] | null>;
}

/** Benchmarks over time, one after the other: a long history need not be in memory as a whole. */
export async function* readTrends(
  store: HistoryStore,
  benchmarks: readonly BenchmarkIdentity[],
  { thresholdsOf, commitsBetween }: ViewOptions,
): AsyncGenerator<Trend> {
  const dismissals = new Map(
    (await store.dismissals()).map((one) => [keyOf(one.benchmark, one.step), one]),
  );
  for (const benchmark of benchmarks) {
    const points = await store.series(benchmark);
    const { steps, drifts } = findChanges(points, thresholdsOf(benchmark));
    const track = async <Change extends LastingChange>(
      change: Change,
      before: string | null,
      after: string | null,
    ): Promise<Change & Tracked> => ({
      ...change,
      company: null,
      differences: [],
      dismissal: dismissals.get(keyOf(benchmark, change.id)) ?? null,
      commits: before === null || after === null ? null : await commitsBetween(before, after),
    });
    yield {
      benchmark,
      points,
      steps: await Promise.all(
        steps.map((step) => track(step, step.before.commit, step.after.commit)),
      ),
      drifts: await Promise.all(
        drifts.map((drift) => track(drift, drift.from.commit, drift.to.commit)),
      ),
    };
  }
}

function keyOf(benchmark: BenchmarkIdentity, step: Dismissal["step"]): string {
  return JSON.stringify([identityKey(benchmark), step]);
}
