/** Whether results that are read together make a history. @module */
import { formatCount } from "../result/format_count.ts";
import { Failure } from "../result/failure.ts";
import { identityKey } from "../result/identity.ts";
import type { ImportedResult, Origin } from "../result/import/assemble.ts";
import { listNames } from "../result/list_names.ts";
import { compareText } from "../result/text_order.ts";
import type { CommandIo } from "./io.ts";
import { warn } from "./messages.ts";

/**
 * What a checkout or a download has written says nothing about when it was measured.
 *
 * @throws {Failure} If the order of several results is not known, or they are given one time or commit.
 */
export function assertTold(
  results: readonly ImportedResult[],
  { timestamp, commit }: Origin,
): void {
  if (results.length !== 1 && (timestamp !== null || commit !== null)) {
    throw new Failure(
      `--timestamp and --commit are those of one result, found ${results.length} results`,
    );
  }
  const untimed = results.filter((result) => result.untimed.length > 0);
  if (untimed.length < 2) return;
  const names = listNames([...new Set(untimed.flatMap((result) => result.untimed))]);
  throw new Failure(
    `Cannot tell when ${untimed.length} results of ${names} were measured: nothing in them says it, and the time of a file is used for a single result only; add each from a file of its own with --timestamp TIME and --commit COMMIT`,
  );
}

/** Some harnesses measure the newest commit first; a step in such an order is one backwards. */
export function warnOfOrder(results: readonly ImportedResult[], io: CommandIo): void {
  const known = results.flatMap(({ document, committed }) =>
    committed === null ? [] : [{ measured: document.timestamp, committed }]
  ).sort((a, b) => compareText(a.measured, b.measured));
  const late = known.filter(({ committed }, index) =>
    committed < (known[index - 1]?.committed ?? "")
  );
  if (late.length === 0) return;
  warn(
    io,
    `${
      formatCount(late.length, "result")
    } measured later than those of newer commits; a history is in the order of measuring`,
  );
}

/** What a harness keeps of each machine in a file of its own would be one series of them all. */
export function warnOfMachines(results: readonly ImportedResult[], io: CommandIo): void {
  const seen = new Set<string>();
  const measured = new Map<string, { readonly commit: string; readonly sources: Set<string> }>();
  for (const { document: { timestamp, environment, benchmarks: [first] }, sources } of results) {
    const { git_commit: commit, cpu, os } = environment;
    if (commit === null || cpu !== null || os !== null || first === undefined) continue;
    const key = `${commit} ${identityKey(first)}`;
    // A copy of a file has the same results.
    if (seen.has(`${timestamp} ${key}`)) continue;
    seen.add(`${timestamp} ${key}`);
    const known = measured.get(key);
    if (known === undefined) measured.set(key, { commit, sources: new Set(sources) });
    else for (const source of sources) known.sources.add(source);
  }
  const shared = [...measured.values()].filter(({ sources }) => sources.size > 1);
  if (shared.length === 0) return;
  const commits = new Set(shared.map(({ commit }) => commit));
  const names = listNames([...new Set(shared.flatMap(({ sources }) => [...sources]))]);
  warn(
    io,
    `results of ${
      formatCount(commits.size, "commit")
    } are in ${names}, which do not name the machine; those of several machines need a history each`,
  );
}
