/** A session of measuring, kept in a file. @module */
import { Failure } from "../../mod.ts";
import type { CommandIo } from "../../scripts/cli/io.ts";
import { ProgressLine } from "../../scripts/cli/progress.ts";
import { collectEnvironment } from "../../scripts/measure/environment.ts";
import { gather } from "./gather.ts";
import { makeProject, type Project, readCpu } from "./project.ts";
import { assertSameMachine, type Evidence, EVIDENCE_VERSION, parseEvidence } from "./record.ts";
import type { Plan, Turn } from "./schedule.ts";
import { tally } from "./tally.ts";

/** What to measure, and until when, in the unit of `Date.now()`. */
export interface Order extends Plan {
  readonly until: number;
}

/**
 * Measures, and writes everything to a file after each trial.
 *
 * @param path The file.
 * @param resume Whether to add to an existing file; otherwise it must not exist.
 * @param order What to measure.
 * @param io Streams, files and clock.
 * @param signal Ends it; finished trials are kept.
 * @returns The content of the file.
 */
export async function measureEvidence(
  path: string,
  resume: boolean,
  { until, ...plan }: Order,
  io: CommandIo,
  signal: AbortSignal,
): Promise<Evidence> {
  const before = resume ? parseEvidence(await io.readText(path), path) : null;
  if (before === null) await assertAbsent(path, io);
  await using project = await makeProject(signal);
  const now = await begin(project, io, signal);
  if (before !== null) {
    assertSameMachine(before, now);
    warnOfCommits(before, now, io);
  }
  let evidence = before ?? now;
  const progress = new ProgressLine(io);
  const onTurn = ({ scenario, source }: Turn, done: number) =>
    progress.show(`${done} trials done · ${scenario.name} · ${source}`);
  try {
    for await (evidence of gather(evidence, plan, { project, until, signal, onTurn })) {
      await io.writeWhole(path, stringifyEvidence(evidence));
    }
  } finally {
    progress.clear();
  }
  return evidence;
}

/** The text of the file. The summary follows from the trials and is for readers. */
export function stringifyEvidence(evidence: Evidence): string {
  return `${JSON.stringify({ ...evidence, summary: tally(evidence) })}\n`;
}

/** Protects hours of measuring from being overwritten by mistake. */
async function assertAbsent(path: string, io: CommandIo): Promise<void> {
  const [, folder = ".", name] = /^(?:(.*)[/\\])?([^/\\]+)$/.exec(path) ?? [];
  if (!(await io.listFiles(folder)).includes(name!)) return;
  throw new Failure(
    `Cannot write ${path}: it already exists; add to it with --resume ${path}, or move it`,
  );
}

/** Warns that rates of two versions should not be mixed. */
function warnOfCommits(before: Evidence, now: Evidence, io: CommandIo): void {
  const commits = [before, now].map(({ environment }) => environment.git_commit);
  if (commits[0] === commits[1]) return;
  io.writeError(`warning: this is commit ${commits[1]}, but the file is of ${commits[0]}\n`);
}

async function begin(project: Project, io: CommandIo, signal: AbortSignal): Promise<Evidence> {
  const environment = await collectEnvironment({
    cpu: await readCpu(project, signal),
    denoVersion: Deno.version.deno,
    v8Version: Deno.version.v8,
    flags: [],
  });
  return {
    version: EVIDENCE_VERSION,
    started_at: io.now().toISOString(),
    environment,
    construction: [],
    trials: [],
    failed: [],
  };
}
