/** Checks on results that go into a history together. @module */
import { formatCount } from "../result/format_count.ts";
import { Failure } from "../result/failure.ts";
import { identityKey } from "../result/identity.ts";
import type { ImportedResult, Origin } from "../result/import/assemble.ts";
import { listNames } from "../result/list_names.ts";
import { compareText } from "../result/text_order.ts";
import type { CommandIo } from "./io.ts";
import { warn } from "./messages.ts";

/**
 * Asserts that the time and commit of each result are known. The time of a file does not help: a
 * checkout or a download sets it.
 *
 * @throws {Failure} If the order of several results is not known, or `--timestamp` or `--commit` is
 * given for several.
 */
export function assertTimed(
  results: readonly ImportedResult[],
  { timestamp, commit }: Origin,
): void {
  if (results.length !== 1 && (timestamp !== null || commit !== null)) {
    throw new Failure(
      `--timestamp and --commit are for one result, found ${results.length} results`,
    );
  }
  const untimed = results.filter((result) => result.untimed.length > 0);
  if (untimed.length < 2) return;
  const names = listNames([...new Set(untimed.flatMap((result) => result.untimed))]);
  throw new Failure(
    `Cannot tell when ${untimed.length} results of ${names} were measured: they have no time, and the time of a file is used for a single result only; add each from its own file with --timestamp TIME and --commit COMMIT`,
  );
}

/**
 * Warns of commits measured out of order. Some harnesses measure the newest commit first, which
 * would turn a slowdown into a speedup.
 */
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
    } measured after results of newer commits; a history is ordered by time of measurement`,
  );
}

/**
 * Warns of machines that would be mixed in one series: some harnesses keep a file per machine and
 * do not name the machine in it.
 */
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
    } are in ${names}, which do not name the machine; keep a separate history for each machine`,
  );
}
