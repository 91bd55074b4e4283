/** What a history tells of how much sessions differ. @module */
import { warn } from "../../cli/messages.ts";
import type { CommandIo } from "../../cli/io.ts";
import { openHistory } from "../../history/open.ts";
import { type BenchmarkIdentity, identityKey } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";
import { environmentKey } from "../../verdict/environment.ts";
import { poolVariances, varianceBetweenSessions } from "../../verdict/sessions.ts";
import type { VarianceEstimate } from "../../verdict/statistics/estimate.ts";

/** In front of the name of a branch. */
const BRANCH = "branch:";

/**
 * The variance between sessions of each benchmark of a result, from what a history has of the same
 * environment; of one with too few results, what three in four of the others do not exceed.
 *
 * @param place A folder, `branch:NAME` or `postgres://…`.
 * @returns A function that returns null where the history tells nothing.
 * @throws {Failure} If the history cannot be reached or read.
 */
export async function readSessions(
  place: string,
  { environment, benchmarks }: ResultDocument,
  io: CommandIo,
): Promise<(benchmark: BenchmarkIdentity) => VarianceEstimate | null> {
  const store = await openHistory(
    place.startsWith(BRANCH)
      ? { store: null, branch: place.slice(BRANCH.length), project: null }
      : { store: place, branch: null, project: null },
    io,
  );
  try {
    const own = environmentKey(environment);
    const wanted = new Set(benchmarks.map(identityKey));
    const known = new Map<string, VarianceEstimate>();
    for (const benchmark of await store.benchmarks()) {
      const key = identityKey(benchmark);
      if (!wanted.has(key)) continue;
      const points = await store.series(benchmark);
      const variance = varianceBetweenSessions(points.filter((point) => point.environment === own));
      if (variance !== null) known.set(key, variance);
    }
    const pooled = poolVariances([...known.values()]);
    return (benchmark) => known.get(identityKey(benchmark)) ?? pooled;
  } finally {
    for (const warning of store.warnings) warn(io, warning);
    await store.close();
  }
}
