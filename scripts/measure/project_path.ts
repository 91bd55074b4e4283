import { fromFileUrl, relative, SEPARATOR } from "../deps/std/path/mod.ts";

/**
 * The path of a bench file relative to the working directory, with forward slashes; other than
 * file: URLs stay as they are.
 *
 * @param origin Absolute, percent-encoded URL.
 */
export function projectPath(origin: string): string {
  if (!origin.startsWith("file:")) return origin;
  return relative(Deno.cwd(), fromFileUrl(origin)).replaceAll(SEPARATOR, "/");
}
