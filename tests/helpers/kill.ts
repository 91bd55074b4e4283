/** Kills commands at random moments, and checks what they leave. @module */
import { assertEquals } from "@std/assert";
import { type Ended, type Project, runIn } from "../project.ts";
import { copyProject } from "./copy_project.ts";
import { drawMoments, type Moment, momentsFrom } from "./moments.ts";
import { needs } from "./needs.ts";
import { THOROUGH } from "./thorough.ts";

/** A command that writes, and what must hold whenever it is killed. */
export interface KillableCommand {
  /** A project in which the command has not run. Each run gets a copy. */
  readonly template: Project;
  /** The working directory within the project; the project's folder by default. */
  readonly folder?: string;
  /** Arguments for `deno` that start the command. */
  readonly start: readonly string[];
  /** Arguments of the command. */
  readonly args: readonly string[];
  /** The exit code of a run that is not killed; 0 by default. */
  readonly code?: number;
  /** Returns further arguments for the run after a kill; there are none by default. */
  argsAfter?(project: Project): Promise<readonly string[]>;
  /** Returns everything that the command has made, which is the same after every complete run. */
  result(project: Project): Promise<unknown>;
  /** Fails if the killed command has left anything incomplete. */
  assertWhole(project: Project): Promise<void>;
}

/** How many kills came when the command had made nothing, a part, or everything. */
interface KillCounts {
  nothing: number;
  something: number;
  all: number;
}

/** With so many moments, some of them meet a write, so long commands are worth their time. */
const MANY = 100;

/** Returns how much a command writes: a tenth, unless the command line asks for many moments. */
export function sizeOf(full: number): number {
  return momentsFrom(Deno.args).count >= MANY ? full : full / 10;
}

/**
 * Does the same as {@linkcode testKilled}, but only with `--thorough`: for a command that writes in the
 * same way as another one.
 */
export function testKilledThoroughly(name: string, make: () => Promise<KillableCommand>): void {
  if (THOROUGH) testKilled(name, make);
}

/** Tests a command with the moments that the command line asks for. */
export function testKilled(name: string, make: () => Promise<KillableCommand>): void {
  const moments = drawMoments(name, momentsFrom(Deno.args));
  Deno.test({
    ...needs("process groups", `killed at any moment: ${name}`),
    async fn() {
      const command = await make();
      await using _template = command.template;
      const counts = await killAtMoments(command, moments);
      if (moments.length >= MANY) console.log(`${name}: ${JSON.stringify(counts)}`);
    },
  });
}

/**
 * Kills the command at moments between its start and its usual end, alone or with all processes that
 * it has started. The next run of the same command must succeed, make the same files and messages as
 * an undisturbed run, and leave no temporary file.
 */
async function killAtMoments(
  command: KillableCommand,
  moments: readonly Moment[],
): Promise<KillCounts> {
  const before = await command.result(command.template);
  await using undisturbed = await copyProject(command.template);
  const start = performance.now();
  const said = assertSucceeded(command, await runAlone(command, undisturbed));
  const duration = performance.now() - start;
  const wanted = await command.result(undisturbed);
  await assertNoTemporaryFiles(undisturbed);
  const counts: KillCounts = { nothing: 0, something: 0, all: 0 };
  for (const [index, { share, withChildren }] of moments.entries()) {
    await using project = await copyProject(command.template);
    await killAfter(share * duration, command, project, withChildren);
    await command.assertWhole(project);
    const left = Deno.inspect(await command.result(project));
    if (left === Deno.inspect(before)) counts.nothing++;
    else if (left === Deno.inspect(wanted)) counts.all++;
    else counts.something++;
    assertEquals(assertSucceeded(command, await runAgain(command, project)), said);
    assertEquals(await command.result(project), wanted, `killed at moment ${index}`);
    await assertNoTemporaryFiles(project);
  }
  return counts;
}

/** Half a minute, and the time that the looks take. */
const LOOKS = 600;
const LOOK_MS = 50;

/** Returns what the command said on standard error. */
function assertSucceeded({ code = 0 }: KillableCommand, ended: Ended): string {
  assertEquals(ended.code, code, ended.error);
  return ended.error;
}

function runAlone({ start, args, folder = "." }: KillableCommand, project: Project) {
  return runIn({ folder: project.path(folder) }, "deno", [...start, ...args]);
}

async function runAgain(command: KillableCommand, project: Project): Promise<Ended> {
  const args = [...command.args, ...await command.argsAfter?.(project) ?? []];
  // A new process, since a process looks for what others have left only once in each folder.
  return await runAlone({ ...command, args }, project);
}

async function killAfter(
  milliseconds: number,
  { start, args, folder = "." }: KillableCommand,
  project: Project,
  withChildren: boolean,
): Promise<void> {
  const child = new Deno.Command("deno", {
    args: [...start, ...args],
    cwd: project.path(folder),
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  if (withChildren) await signalGroup("KILL", child.pid);
  else {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      // The command has already ended.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  await child.status;
  await assertEnded(child.pid);
}

/** Fails if processes that a killed command has started do not end by themselves. */
async function assertEnded(leader: number): Promise<void> {
  for (let look = 0; await signalGroup("0", leader); look++) {
    if (look === LOOKS) {
      await signalGroup("KILL", leader);
      throw new Error("Processes of a killed command have not ended");
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Whether the group had a process. `Deno.kill()` would need the permission to run every program. */
async function signalGroup(signal: string, leader: number): Promise<boolean> {
  const { success } = await new Deno.Command("git", {
    args: ["-c", `alias.signal=!kill -${signal} -- -${leader}`, "signal"],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** Ignores incomplete objects, since git itself removes them later. */
async function assertNoTemporaryFiles(project: Project): Promise<void> {
  const left = (await listAll(project.folder)).filter((path) =>
    /\.tmp(\/|$)|\.lock$|fast_import_crash/.test(path)
  );
  assertEquals(left, [], "temporary files were left");
}

/** Returns the texts of the files in a folder by path, except paths that match a pattern. */
export async function textsOf(
  project: Project,
  folder = ".",
  except = /^$/,
): Promise<Map<string, string>> {
  const top = project.path(folder);
  const texts = new Map<string, string>();
  for (const path of await listAll(top)) {
    const name = path.slice(top.length + 1);
    if (!except.test(name)) texts.set(name, await Deno.readTextFile(path));
  }
  return texts;
}

/** Returns the paths of all files below a folder, in order; none if there is no folder. */
async function listAll(folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) paths.push(...await listAll(path));
      else paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths.sort();
}
