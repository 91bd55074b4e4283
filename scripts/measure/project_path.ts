import { fromFileUrl, relative, SEPARATOR } from "../deps/std/path/mod.ts";

/**
 * The path of a bench file within its project, with forward slashes; other than file: URLs stay as
 * they are.
 *
 * @param origin Absolute, percent-encoded URL.
 * @param root The project's folder; the working directory by default.
 */
export function projectPath(origin: string, root: string = Deno.cwd()): string {
  if (!origin.startsWith("file:")) return origin;
  return relative(root, fromFileUrl(origin)).replaceAll(SEPARATOR, "/");
}
