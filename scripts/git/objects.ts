/** Reads files from commits. @module */
import { Failure } from "../result/failure.ts";
import { MOST_BYTES, tooLarge } from "../result/file_size.ts";
import { decodeText } from "../result/text/decode.ts";
import { runGit, runGitForBytes } from "./git.ts";

/**
 * Lists the paths and hashes of the files that a commit has in some folders.
 *
 * @throws {Failure} If git fails, or a file is too large to be read.
 */
export async function listBranch(
  commit: string,
  folders: readonly string[],
): Promise<[path: string, hash: string][]> {
  const { success, output, complaint } = await runGit([
    "ls-tree",
    "-r",
    "-z",
    "--format=%(objectname) %(objectsize) %(path)",
    commit,
    "--",
    ...folders,
  ]);
  if (!success) throw new Failure(`Cannot list ${commit}: ${complaint}`);
  return output.split("\0").filter((line) => line !== "").map((line) => {
    const [hash, size] = line.split(" ", 2) as [string, string];
    const path = line.slice(hash.length + size.length + 2);
    if (Number(size) > MOST_BYTES) throw tooLarge(`Cannot read ${path} of ${commit}`, Number(size));
    return [path, hash];
  });
}

/**
 * Reads the texts of files, in the order of their hashes; a file that cannot be read has a failure
 * instead. One process reads them all, unless git gives up at one of them.
 */
export async function readBlobs(hashes: readonly string[]): Promise<(string | Failure)[]> {
  if (hashes.length === 0) return [];
  const { success, output, complaint } = await runGitForBytes(["cat-file", "--batch"], {
    input: `${hashes.join("\n")}\n`,
  });
  if (success) return splitBatch(output, hashes);
  if (hashes.length === 1) return [new Failure(`Cannot read ${hashes[0]} from git: ${complaint}`)];
  const middle = hashes.length >> 1;
  return [
    ...await readBlobs(hashes.slice(0, middle)),
    ...await readBlobs(hashes.slice(middle)),
  ];
}

/** A file is a line `hash type size`, its bytes and a line break; a missing one is only a line. */
function splitBatch(bytes: Uint8Array, hashes: readonly string[]): (string | Failure)[] {
  const decoder = new TextDecoder();
  let at = 0;
  return hashes.map((hash) => {
    const end = bytes.indexOf(0x0a, at);
    const [, type, size] = decoder.decode(bytes.subarray(at, end)).split(" ");
    const start = end + 1;
    at = start;
    if (size === undefined) return new Failure(`Cannot read ${hash}: git does not have it`);
    at += Number(size) + 1;
    if (type !== "blob") return new Failure(`Cannot read ${hash}: it is not a file`);
    return decodeText(bytes.subarray(start, at - 1));
  });
}
