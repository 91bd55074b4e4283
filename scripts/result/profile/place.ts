/** Where a profiled function is, said the same way in every checkout and on every machine. @module */
import type { ProfiledFunction } from "./parse_profile.ts";

/** A function of a project, of a package or of the runtime. */
export interface FunctionPlace {
  /** Its name; empty for an anonymous function. */
  readonly name: string;
  /** The package that it is in, such as `npm:zod` or `jsr:@std/fmt`; null for none. */
  readonly package: string | null;
  /** Version of the package; null where it is not known. */
  readonly version: string | null;
  /**
   * Path from the root of the project, which may begin with `../`, or of the package; else a URL; null
   * for the runtime's own.
   */
  readonly file: string | null;
  /** Line on which it begins, from 1; null where it is not known. */
  readonly line: number | null;
}

/** A file of one version that has another path in the other one. Paths are from the project's root. */
export interface RenamedFile {
  readonly from: string;
  readonly to: string;
}

/** What stands for the file of WebAssembly, whose URL is a number that every build changes. */
export const WEBASSEMBLY = "WebAssembly";

/** `…/node_modules/.deno/name@1.2.3/node_modules/name/file`, and the same of pnpm. */
const LINKED =
  /\/node_modules\/\.(?:deno|pnpm)\/[^/]+?@([^@/_(]+)[^/]*\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/;
const INSTALLED = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!(?:.*\/)?node_modules\/)(.+)$/;
/** Deno's own cache. */
const CACHED = /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d+\.\d+\.\d+[^/]*)\/(.+)$/;
const JSR = /^https:\/\/jsr\.io\/(@[^/]+\/[^/]+)\/([^/]+)\/(.+)$/;

/**
 * Where a function is.
 *
 * @param roots URLs, each with a slash at its end, of the project's folder and of the folders above that
 * belong to the same checkout.
 * @param renamed The file that is to go by another path; null for none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const fn = { name: "sort", url: "file:///tmp/x/src/sort.ts", line: 7 };
 * assertEquals(placeFunction(fn, ["file:///tmp/x/"]).file, "src/sort.ts");
 * ```
 */
export function placeFunction(
  fn: ProfiledFunction,
  roots: readonly string[],
  renamed: RenamedFile | null = null,
): FunctionPlace {
  const { name, url, line } = fn;
  if (url.startsWith("wasm:")) {
    return { name, package: null, version: null, file: WEBASSEMBLY, line: null };
  }
  if (isOfRuntime(url)) return { name, package: null, version: null, file: null, line: null };
  const path = decode(url);
  const [, jsr, jsrVersion, jsrFile] = JSR.exec(path) ?? [];
  if (jsr !== undefined) return packaged(fn, `jsr:${jsr}`, jsrVersion!, jsrFile!);
  const [, linkedVersion, linked, linkedFile] = LINKED.exec(path) ?? [];
  if (linked !== undefined) return packaged(fn, `npm:${linked}`, linkedVersion!, linkedFile!);
  const [, cached, cachedVersion, cachedFile] = CACHED.exec(path) ?? [];
  if (cached !== undefined) return packaged(fn, `npm:${cached}`, cachedVersion!, cachedFile!);
  const [, installed, installedFile] = INSTALLED.exec(path) ?? [];
  if (installed !== undefined) return packaged(fn, `npm:${installed}`, null, installedFile!);
  const file = pathFrom(roots.map(decode), path);
  const known = file === renamed?.from ? renamed.to : file;
  return { name, package: null, version: null, file: known, line };
}

function pathFrom([root = "", ...others]: readonly string[], path: string): string {
  const within = [root, ...others].find((one) => path.startsWith(one));
  if (within === undefined) return path;
  const up = root.slice(within.length).split("/").length - 1;
  return "../".repeat(up) + path.slice(within.length);
}

function packaged(
  { name, line }: ProfiledFunction,
  of: string,
  version: string | null,
  file: string,
): FunctionPlace {
  return { name, package: of, version, file, line };
}

/** Whether it is no module of a user: Deno's, Node's or V8's own code. */
function isOfRuntime(url: string): boolean {
  return url === "" || /^(?:ext|node|deno|native|checkin|internal):/.test(url);
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch (error) {
    if (error instanceof URIError) return url;
    throw error;
  }
}
