/** Where a project is, and where it gets the scripts from. @module */
import type { CommandIo } from "../../cli/io.ts";
import { Failure } from "../../result/failure.ts";

/** Where a project lies in its repository. */
export interface ProjectPlace {
  /** The path from the project to the root of the repository: empty, or such as `../../`. */
  readonly up: string;
  /** The path from the root to the project: empty, or such as `packages/a`. */
  readonly member: string;
}

const CONFIGS = ["deno.json", "deno.jsonc"];

/**
 * Finds the root of the repository; a project outside one is its own root.
 *
 * @param isNeeded Whether files go to the root; else it need not be known.
 * @throws {Failure} If the folder is no project, or lies within one, or the root cannot be found.
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
        "Cannot find the root of the repository, where a workflow goes: run again with --allow-read, or --workflow none",
      );
    }
    if (project === null && CONFIGS.some((name) => above.includes(name))) project = up;
    if (above.includes(".git")) place = { up, member: parents.slice(-level).join("/") };
  }
  if (!isProject && place !== null && project !== null) {
    throw new Failure(`Cannot set this folder up: the project is in ${project}, start there`);
  }
  if (!isProject && !names.includes(".git") && !names.some(isBenchFile)) {
    throw new Failure(
      "Cannot set this folder up: it has no deno.json, package.json or bench file, start in a project's folder",
    );
  }
  return place ?? { up: "", member: "" };
}

function isBenchFile(name: string): boolean {
  return /(?:^|[_.])bench\.[cm]?[jt]sx?$/.test(name);
}

/** Null where a folder may not be read: nothing there is needed. */
async function listIfAllowed(path: string, io: CommandIo): Promise<string[] | null> {
  try {
    return await io.listNames(path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

/** What stands for something wherever it is in an address. */
const MARKS = /[$<>{}…\s]|\.\.\./;

/** Words that somebody was meant to replace, as a whole part of a host name or a path. */
const WORDS =
  /^(?:URL|OWNER|USER|USERNAME|ORG|REPO|VERSION|[Yy]our(?:[-_].+|name|user|username|org|domain|host|repo|project))$/;

/** Host names that are kept free for examples. */
const EXAMPLE_HOST = /(?:^|\.)example(?:\.(?:com|org|net))?$/i;

/** The part of an address that somebody was meant to replace; null if there is none. */
function findPlaceholder(address: string): string | null {
  const mark = MARKS.exec(address)?.[0];
  if (mark !== undefined) return mark;
  const [host = "", ...segments] = address.replace(/^https?:\/\//, "").split(/[/@:?#]/);
  if (EXAMPLE_HOST.test(host)) return host;
  return [...host.split("."), ...segments].find((part) => WORDS.test(part)) ?? null;
}

/**
 * The folder of the scripts as files of the project name it, with a slash at its end.
 *
 * @param from What was given: a URL, or a path from the project's folder.
 * @param place Where the project lies.
 * @param shared Whether others than this machine use it, such as a workflow.
 * @throws {Failure} If others could not reach it.
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
      throw refuse(`${JSON.stringify(found)} stands for something, give the URL itself`);
    }
    if (!URL.canParse(home)) throw refuse("it is no URL");
    return home;
  }
  if (/^file:/.test(home)) {
    if (shared) throw refuse("only this machine knows it, so that no workflow could run it");
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
 * The folder of the scripts where it was not given; null where only this machine knows it.
 *
 * @param home URL of the folder of the scripts that run now.
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
