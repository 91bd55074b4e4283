/** Reads files that may be missing. @module */
import type { CommandIo } from "../../cli/io.ts";

const MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads a file, and keeps its byte order mark, so that it can be written back.
 *
 * @returns Null if there is no such file.
 * @throws {Failure} If it cannot be read.
 */
export async function readIfThere(path: string, io: CommandIo): Promise<string | null> {
  const end = path.lastIndexOf("/");
  const names = await io.listNames(end < 0 ? "." : path.slice(0, end));
  if (!names.includes(path.slice(end + 1))) return null;
  const text = await io.readText(path);
  const bytes = await io.readBytes(path);
  const isMarked = MARK.every((byte, at) => bytes[at] === byte);
  return isMarked && !text.startsWith("\ufeff") ? `\ufeff${text}` : text;
}
