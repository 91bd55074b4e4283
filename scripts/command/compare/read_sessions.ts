/** What a history tells of how much sessions differ. @module */
import { warn } from "../../cli/messages.ts";
import type { CommandIo } from "../../cli/io.ts";
import { openHistory } from "../../history/open.ts";
import type { HistoryStore } from "../../history/store.ts";
import { isConnection, isPostgresUrl } from "../../result/connection.ts";
import { Failure } from "../../result/failure.ts";
import { type BenchmarkIdentity, identityKey } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";
import { environmentKey } from "../../verdict/environment.ts";
import { poolSpreads, type SessionSpread, spreadOfSessions } from "../../verdict/sessions.ts";

/** In front of the name of a branch. */
const BRANCH = "branch:";

/**
 * How much sessions of each benchmark of a result differ, from what a history has of the same
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
): Promise<(benchmark: BenchmarkIdentity) => SessionSpread | null> {
  const store = await openPlace(place, io);
  try {
    const own = environmentKey(environment);
    const wanted = new Set(benchmarks.map(identityKey));
    const known = new Map<string, SessionSpread>();
    const kept = await store.benchmarks();
    if (kept.length === 0) {
      warn(io, `${store.name} has no durations, so it does not show how much sessions differ`);
    }
    for (const benchmark of kept) {
      const key = identityKey(benchmark);
      if (!wanted.has(key)) continue;
      const points = await store.series(benchmark);
      // The sides of a comparison were measured in one session, in another way than a result.
      const results = points.filter((point) => point.against === null && point.environment === own);
      const spread = spreadOfSessions(results);
      if (spread !== null) known.set(key, spread);
    }
    const pooled = poolSpreads([...known.values()]);
    return (benchmark) => known.get(identityKey(benchmark)) ?? pooled;
  } finally {
    for (const warning of store.warnings) warn(io, warning);
    await store.close();
  }
}

function openPlace(place: string, io: CommandIo): Promise<HistoryStore> {
  if (place.startsWith(BRANCH)) {
    return openHistory({ store: null, branch: place.slice(BRANCH.length), project: null }, io);
  }
  if (isConnection(place) && !isPostgresUrl(place)) {
    throw new Failure(
      "--history must be a folder, branch:NAME or postgres://…, found another kind of connection",
    );
  }
  return openHistory({ store: place, branch: null, project: null }, io);
}
