/** Finds the place of a project, and of the scripts that it uses. @module */
import type { CommandIo } from "../../cli/io.ts";
import { Failure } from "../../result/failure.ts";

/** The place of a project in its repository. */
export interface ProjectPlace {
  /** The path from the project to the root of the repository: empty, or for example `../../`. */
  readonly up: string;
  /** The path from the root to the project: empty, or for example `packages/a`. */
  readonly member: string;
}

const CONFIGS = ["deno.json", "deno.jsonc"];

/**
 * Finds the root of the repository; a project outside one is its own root.
 *
 * @param isNeeded Whether files go to the root; otherwise it need not be found.
 * @throws {Failure} If the folder is not a project, is inside one, or the root cannot be found.
 */
export async function findPlace(isNeeded: boolean, io: CommandIo): Promise<ProjectPlace> {
  const names = await io.listNames(".");
  const isProject = [...CONFIGS, "package.json"].some((name) => names.includes(name));
  const parents = (io.root ?? "").split("/").filter((part) => part !== "");
  let project = isProject ? "." : null;
  let place: ProjectPlace | null = names.includes(".git") ? { up: "", member: "" } : null;
  for (let level = 1; place === null && level <= parents.length; level++) {
    const up = "../".repeat(level);
    const above = await listIfAllowed(up.slice(0, -1), io);
    if (above === null) {
      if (!isNeeded) break;
      throw new Failure(
        "Cannot find the root of the repository, where the workflow goes: use --allow-read, or --workflow none",
      );
    }
    if (project === null && CONFIGS.some((name) => above.includes(name))) project = up;
    if (above.includes(".git")) place = { up, member: parents.slice(-level).join("/") };
  }
  if (!isProject && place !== null && project !== null) {
    throw new Failure(`Cannot set up this folder: the project is in ${project}; run init there`);
  }
  if (!isProject && !names.includes(".git") && !names.some(isBenchFile)) {
    throw new Failure(
      "Cannot set up this folder: there is no deno.json, package.json or bench file in it; run init in the folder of a project",
    );
  }
  return place ?? { up: "", member: "" };
}

function isBenchFile(name: string): boolean {
  return /(?:^|[_.])bench\.[cm]?[jt]sx?$/.test(name);
}

/** Null if a folder may not be read, since nothing there is required. */
async function listIfAllowed(path: string, io: CommandIo): Promise<string[] | null> {
  try {
    return await io.listNames(path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** Characters that mark a placeholder anywhere in a URL. */
const MARKS = /[$<>{}…\s]|\.\.\./;

/** Words that are placeholders as a whole part of a host name or a path. */
const WORDS =
  /^(?:URL|OWNER|YOU|USER|USERNAME|ORG|REPO|VERSION|[Yy]our(?:[-_].+|name|user|username|org|domain|host|repo|project))$/;

/** Host names that are reserved for examples. */
const EXAMPLE_HOST = /(?:^|\.)example(?:\.(?:com|org|net))?$/i;

/** The placeholder in a URL; null if there is none. */
function findPlaceholder(address: string): string | null {
  const mark = MARKS.exec(address)?.[0];
  if (mark !== undefined) return mark;
  const [host = "", ...segments] = address.replace(/^https?:\/\//, "").split(/[/@:?#]/);
  if (EXAMPLE_HOST.test(host)) return host;
  return [...host.split("."), ...segments].find((part) => WORDS.test(part)) ?? null;
}

/**
 * Checks the folder of the scripts, and returns it as files of the project name it, with a trailing
 * slash.
 *
 * @param from The value of `--from`: a URL, or a path from the project's folder.
 * @param place The place of the project.
 * @param shared Whether other machines use it, for example in a workflow.
 * @throws {Failure} If other machines could not reach it.
 */
export async function checkFrom(
  from: string,
  place: ProjectPlace,
  shared: boolean,
  io: CommandIo,
): Promise<string> {
  const home = from.replace(/\/?$/, "/");
  const refuse = (why: string) => new Failure(`Cannot use ${JSON.stringify(from)}: ${why}`);
  if (/^https?:\/\//.test(home)) {
    const found = findPlaceholder(home);
    if (found !== null) {
      throw refuse(`${JSON.stringify(found)} is a placeholder; give the real URL`);
    }
    if (!URL.canParse(home)) throw refuse("it is not a URL");
    return home;
  }
  if (/^file:/.test(home)) {
    if (shared) throw refuse("only this machine can read it, and a workflow could not");
    return home;
  }
  if (/^[a-z][a-z+.-]*:/i.test(home) || /[$<>{}…]/.test(home) || home.startsWith("/")) {
    throw refuse("expected a URL with https:// or a path from the project's folder");
  }
  if (shared && isOutside(home, place)) throw refuse("it is outside the repository");
  if (!await io.isFile(`${home}scripts/run.ts`)) throw refuse("it has no scripts/run.ts");
  return home.startsWith(".") ? home : `./${home}`;
}

function isOutside(path: string, { up }: ProjectPlace): boolean {
  const root = new URL("https://root/repository/");
  const project = up.split("/").slice(1).reduce((url) => new URL("member/", url), root);
  return !new URL(path, project).pathname.startsWith(root.pathname);
}

/**
 * The folder of the scripts without `--from`; null if only this machine can read it.
 *
 * @param home URL of the folder of the running scripts.
 * @param project URL of the project's folder.
 */
export function placeForEverybody(
  home: string,
  project: string,
  { up }: ProjectPlace,
): string | null {
  if (!home.startsWith("file:")) return home;
  if (home.startsWith(project)) return `./${decodeURIComponent(home.slice(project.length))}`;
  const root = new URL(up || "./", project).href;
  if (up === "" || !home.startsWith(root)) return null;
  return `${up}${decodeURIComponent(home.slice(root.length))}`;
}
