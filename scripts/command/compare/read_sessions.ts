/** Reads from a history how much sessions differ. @module */
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

/** The prefix of a branch name. */
const BRANCH = "branch:";

/**
 * Reads how much sessions differ, for each benchmark of a result, from results of the same
 * environment. A benchmark with too few results gets the value that three in four of the others do
 * not exceed.
 *
 * @param place A folder, `branch:NAME` or `postgres://…`.
 * @returns A function that returns null if the history does not show it.
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
      // Both sides of a comparison come from one session, so they do not show how sessions differ.
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
