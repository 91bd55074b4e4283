/** Temporary projects, and commands run in them as a user would. @module */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, SEPARATOR } from "@std/path";
import type { ResultDocument } from "../scripts/result/schema.ts";
import { COMMANDS, flagOf } from "../scripts/cli/commands.ts";

/** The scripts of this checkout. */
export const scripts = new URL("../scripts/", import.meta.url);

/** The permissions that the help of `run.ts` lists. */
export const RUN_PERMISSIONS = COMMANDS.run.permissions.map(flagOf);

/** A module for bench files of the tests: `busy(ms)` keeps the processor busy. */
export const BUSY = `function busy(ms: number) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
`;

/** A statement that never ends, but leaves the cores to others. */
export const HANG = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";

/** A temporary folder outside this checkout, removed on disposal. */
export class Project implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async create(files: Readonly<Record<string, string>> = {}): Promise<Project> {
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "benchline-test-" }));
    // Forward slashes need no escaping in the text of a module.
    const project = new Project(folder.replaceAll(SEPARATOR, "/"));
    for (const [name, text] of Object.entries(files)) await project.write(name, text);
    return project;
  }

  path(name: string): string {
    return `${this.folder}/${name}`;
  }

  async write(name: string, text: string): Promise<void> {
    await Deno.mkdir(this.path(name).replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(this.path(name), text);
  }

  read(name: string): Promise<string> {
    return Deno.readTextFile(this.path(name));
  }

  /** Returns the names in a folder of the project, or an empty list if it is missing. */
  async list(folder = "."): Promise<string[]> {
    try {
      return (await Array.fromAsync(Deno.readDir(this.path(folder)))).map(({ name }) => name)
        .sort();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** The end of a command. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a command in the folder of a project; its standard streams are no terminals. */
export async function runIn(
  project: Pick<Project, "folder">,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = new Deno.Command(command, {
    args: [...args],
    cwd: project.folder,
    env,
    stdin: "null",
  });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), error: decoder.decode(stderr) };
}

/** The arguments for `deno` that start `run.ts`. */
export function runArgs(
  args: readonly string[],
  permissions: readonly string[] = RUN_PERMISSIONS,
): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    ...permissions,
    fromFileUrl(new URL("run.ts", scripts)),
    ...args,
  ];
}

/** The command must not notice that the tests run in continuous integration. */
export const OUTSIDE = { CI: "", GITHUB_RUN_ID: "", CI_PIPELINE_ID: "" };

/** Runs `run.ts` in a project, without type-checking the bench files, which would be slow. */
export function runBenchline(
  project: Project,
  args: readonly string[],
  permissions?: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const flags = args.includes("--") ? ["--no-check"] : ["--", "--no-check"];
  return runIn(project, "deno", runArgs([...args, ...flags], permissions), { ...OUTSIDE, ...env });
}

/** Runs `run.ts --format json` in a project and parses what it prints. */
export async function measure(
  project: Project,
  args: readonly string[],
  permissions?: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ended & { document: ResultDocument }> {
  const ended = await runBenchline(project, ["--format", "json", ...args], permissions, env);
  try {
    return { ...ended, document: JSON.parse(ended.out) };
  } catch (error) {
    throw new Error(`There is no document, exit code ${ended.code}: ${ended.error}`, {
      cause: error,
    });
  }
}

/** Calls `work` for every item, two at a time, since benchmarks and CI have two cores. */
export async function inPairs<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Returns the only benchmark with that name. */
export function benchmarkOf(document: ResultDocument, name: string) {
  const found = document.benchmarks.filter((entry) => entry.name === name);
  assertEquals(found.length, 1, `${name} occurs ${found.length} times`);
  return found[0]!;
}

/**
 * Asserts exit code 2 with one line on standard error, without a stack, and that nothing is
 * written.
 */
export async function assertUnusable(ended: Ended, project: Project, message: string | RegExp) {
  assertEquals(ended.code, 2, ended.error);
  await assertNothingDone(ended, project, message);
}

/** Asserts one line on standard error, without a stack, and that nothing is written. */
export async function assertNothingDone(ended: Ended, project: Project, message: string | RegExp) {
  assertEquals(ended.out, "");
  assertMatch(ended.error, /^error: [^\n]*\n$/);
  if (typeof message === "string") assertStringIncludes(ended.error, message);
  else assertMatch(ended.error, message);
  assertEquals(await project.list("benchmarks"), []);
}
