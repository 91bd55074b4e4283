/** Files as git keeps them. @module */
import { Failure } from "../result/failure.ts";
import { runGit, runGitForBytes } from "./git.ts";

/** Paths and hashes of the files that a commit has in some folders. */
export async function listBranch(
  commit: string,
  folders: readonly string[],
): Promise<[path: string, hash: string][]> {
  const { success, output, complaint } = await runGit([
    "ls-tree",
    "-r",
    "-z",
    "--format=%(objectname) %(path)",
    commit,
    "--",
    ...folders,
  ]);
  if (!success) throw new Failure(`Cannot list ${commit}: ${complaint}`);
  return output.split("\0").filter((line) => line !== "").map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(space + 1), line.slice(0, space)];
  });
}

/** The texts of files, in the order of their hashes. One process reads them all. */
export async function readBlobs(hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { success, output, complaint } = await runGitForBytes(["cat-file", "--batch"], {
    input: `${hashes.join("\n")}\n`,
  });
  if (!success) throw new Failure(`Cannot read files from git: ${complaint}`);
  return splitBatch(output, hashes);
}

/** Each is a line `hash type size`, so many bytes and a line break. */
function splitBatch(bytes: Uint8Array, hashes: readonly string[]): string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let at = 0;
  for (const hash of hashes) {
    const end = bytes.indexOf(0x0a, at);
    const [, type, size] = decoder.decode(bytes.subarray(at, end)).split(" ");
    if (end < 0 || type !== "blob") throw new Failure(`Cannot read ${hash}: git does not have it`);
    const start = end + 1;
    at = start + Number(size);
    texts.push(decoder.decode(bytes.subarray(start, at)));
    at++;
  }
  return texts;
}
