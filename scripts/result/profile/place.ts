/** Places of profiled functions, written alike in every checkout and on every machine. @module */
import type { ProfiledFunction } from "./parse_profile.ts";

/** A function of a project, of a package or of the runtime. */
export interface FunctionPlace {
  /** Its name; empty for an anonymous function. */
  readonly name: string;
  /** Its package, such as `npm:zod` or `jsr:@std/fmt`; null for none. */
  readonly package: string | null;
  /** Version of the package; null if unknown. */
  readonly version: string | null;
  /**
   * Path from the root of the project, perhaps with `../` in front, or from that of the package;
   * else a URL; null for functions of the runtime.
   */
  readonly file: string | null;
  /** Line on which it begins, from 1; null if unknown. */
  readonly line: number | null;
}

/** A file that has another path in the other version. Paths start at the project's root. */
export interface RenamedFile {
  readonly from: string;
  readonly to: string;
}

/** The file of every WebAssembly function, whose URL is a number that every build changes. */
export const WEBASSEMBLY = "WebAssembly";

/** `…/node_modules/.deno/name@1.2.3/node_modules/name/file`, and the same of pnpm. */
const LINKED =
  /\/node_modules\/\.(?:deno|pnpm)\/[^/]+?@([^@/_(]+)[^/]*\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/;
const INSTALLED = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!(?:.*\/)?node_modules\/)(.+)$/;
/** Deno's own cache. */
const CACHED = /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d+\.\d+\.\d+[^/]*)\/(.+)$/;
const JSR = /^https:\/\/jsr\.io\/(@[^/]+\/[^/]+)\/([^/]+)\/(.+)$/;

/**
 * Finds the place of a function.
 *
 * @param roots URLs, each ending in a slash, of the project's folder and of the folders above it in
 * the same checkout.
 * @param renamed The file to give another path; null for none.
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

/** Whether it is Deno's, Node's or V8's own code. */
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
