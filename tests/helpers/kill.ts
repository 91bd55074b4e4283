/** Commands that are killed at random moments, and what they leave. @module */
import { assertEquals } from "@std/assert";
import { Project, runIn } from "../project.ts";
import { seeded } from "./draws.ts";
import { needs } from "./needs.ts";
import { THOROUGH } from "./thorough.ts";

/** A command that writes, and what must be so whenever it is killed. */
export interface KillableCommand {
  /** A project in which the command has not run; it is copied for each time. */
  readonly template: Project;
  /** Where it runs within the project; the project's folder by default. */
  readonly folder?: string;
  /** Arguments for `deno`. */
  readonly args: readonly string[];
  /** Its exit code where nothing disturbs it. */
  readonly code?: number;
  /** Arguments that the next run has in addition; none by default. */
  argsAfter?(project: Project): Promise<readonly string[]>;
  /** All that the command has made; equal after every run that was not disturbed. */
  result(project: Project): Promise<unknown>;
  /** Fails if what the killed command has left is not whole. */
  assertWhole(project: Project): Promise<void>;
}

/** How many times, and from which seed. */
interface Moments {
  readonly count: number;
  readonly seed: number;
}

/** How often the kill came when the command had made nothing, something, or all. */
interface KillCounts {
  nothing: number;
  something: number;
  all: number;
}

/**
 * The moments that the command line of a test asks for, such as `-- --moments=100 --seed=7`; one by
 * default, and two with `--thorough`.
 */
function momentsFrom(args: readonly string[]): Moments {
  const read = (name: string, otherwise: number) => {
    const given = args.find((arg) => arg.startsWith(`--${name}=`));
    return given === undefined ? otherwise : Number(given.slice(name.length + 3));
  };
  return { count: read("moments", THOROUGH ? 2 : 1), seed: read("seed", 1) };
}

/** Tests a command with the moments that the command line asks for. */
export function testKilled(name: string, make: () => Promise<KillableCommand>): void {
  const moments = momentsFrom(Deno.args);
  Deno.test({
    ...needs("process groups", `killed at any moment: ${name}`),
    async fn() {
      const command = await make();
      await using _template = command.template;
      const counts = await killAtRandomMoments(command, moments);
      if (moments.count >= 100) console.log(`${name}: ${JSON.stringify(counts)}`);
    },
  });
}

/**
 * Kills the command at random moments between its start and the time that it takes undisturbed, in
 * turn by itself and with all processes that it has started. Whatever it has left, the next run of
 * the same command has to succeed, to make and to say on standard error the same as an undisturbed one,
 * and to leave no temporary file.
 */
async function killAtRandomMoments(
  command: KillableCommand,
  { count, seed }: Moments,
): Promise<KillCounts> {
  const before = await command.result(command.template);
  await using undisturbed = await copyProject(command.template);
  const start = performance.now();
  const said = await assertRuns(command, undisturbed);
  const duration = performance.now() - start;
  const wanted = await command.result(undisturbed);
  await assertNoTemporaryFiles(undisturbed);
  const random = seeded(seed);
  const counts: KillCounts = { nothing: 0, something: 0, all: 0 };
  for (let moment = 0; moment < count; moment++) {
    await using project = await copyProject(command.template);
    await killAfter(random.uniform() * duration, command, project, moment % 2 === 0);
    await command.assertWhole(project);
    const left = Deno.inspect(await command.result(project));
    if (left === Deno.inspect(before)) counts.nothing++;
    else if (left === Deno.inspect(wanted)) counts.all++;
    else counts.something++;
    const more = await command.argsAfter?.(project) ?? [];
    const next = { ...command, args: [...command.args, ...more] };
    assertEquals(await assertRuns(next, project), said);
    assertEquals(await command.result(project), wanted, `killed at moment ${moment}`);
    await assertNoTemporaryFiles(project);
  }
  return counts;
}

/** Half a minute, and what the looking takes. */
const LOOKS = 600;
const LOOK_MS = 50;

/** Returns what the command said on standard error. */
async function assertRuns(command: KillableCommand, project: Project): Promise<string> {
  const { code, error } = await runCommandIn(command, project);
  assertEquals(code, command.code ?? 0, error);
  return error;
}

function runCommandIn({ args, folder = "." }: KillableCommand, project: Project) {
  return runIn({ folder: project.path(folder) }, "deno", args);
}

async function killAfter(
  milliseconds: number,
  { args, folder = "." }: KillableCommand,
  project: Project,
  withChildren: boolean,
): Promise<void> {
  const child = new Deno.Command("deno", {
    args: [...args],
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
      // It has ended by itself.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  await child.status;
  await assertEnded(child.pid);
}

/** What a killed command has started has to end by itself. */
async function assertEnded(leader: number): Promise<void> {
  for (let look = 0; await signalGroup("0", leader); look++) {
    if (look === LOOKS) {
      await signalGroup("KILL", leader);
      throw new Error("processes of a killed command have not ended");
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Whether there was a process in the group. `Deno.kill()` would take the permission for every program. */
async function signalGroup(signal: string, leader: number): Promise<boolean> {
  const { success } = await new Deno.Command("git", {
    args: ["-c", `alias.signal=!kill -${signal} -- -${leader}`, "signal"],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** Half-written objects are left to git, which removes those of any git process that was killed. */
async function assertNoTemporaryFiles(project: Project): Promise<void> {
  const left = (await listAll(project.folder)).filter((path) =>
    /\.tmp(\/|$)|\.lock$|fast_import_crash/.test(path)
  );
  assertEquals(left, [], "temporary files were left");
}

/** The texts of all files of a folder by their paths, except those that a pattern matches. */
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

/** Paths of all files below a folder, in order; none where there is no folder. */
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

/** A copy with the times at which files were modified, which some documents are made of. */
async function copyProject(project: Project): Promise<Project> {
  const copy = await Project.create();
  for (const path of await listAll(project.folder)) {
    const target = copy.path(path.slice(project.folder.length + 1));
    await Deno.mkdir(target.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.copyFile(path, target);
    const { mtime } = await Deno.stat(path);
    if (mtime !== null) await Deno.utime(target, mtime, mtime);
  }
  return copy;
}
