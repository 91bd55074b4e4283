/** A repository that has no objects but those of another one, which is only read. @module */
import { join, resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";
import { isThere } from "./temporary_folder.ts";

/** Where a borrower is made, and of what. */
export interface BorrowerOptions {
  /** A folder of the repository whose objects are borrowed; the working directory by default. */
  readonly cwd?: string;
  /** The folder that it is made in, which is made if it is not there. */
  readonly folder: string;
  /** Whether it has no working tree. */
  readonly bare: boolean;
  /** What fails if this does, such as "Cannot make a commit". */
  readonly action: string;
}

/**
 * Makes a repository without a commit.
 *
 * @returns What git keeps of it.
 * @throws {Failure} If git cannot.
 */
export async function makeBorrower(
  { cwd = ".", folder, bare, action }: BorrowerOptions,
): Promise<string> {
  const want = async (...args: string[]) => {
    const { success, output, complaint } = await runGit(args, { cwd });
    if (success) return output;
    throw new Failure(`${action}: ${complaint}`);
  };
  const paths = ["--git-path", "objects", "--git-path", "shallow"];
  const found = await want("rev-parse", "--show-object-format", ...paths);
  const [format, objects, shallow] = found.split("\n");
  const init = ["init", "--quiet", "--template=", `--object-format=${format}`];
  const kind = bare ? ["--bare"] : [];
  await want("-c", "init.defaultBranch=main", ...init, ...kind, resolve(folder));
  const gitDir = bare ? folder : join(folder, ".git");
  const info = join(gitDir, "objects", "info");
  await Deno.mkdir(info, { recursive: true });
  await Deno.writeTextFile(join(info, "alternates"), `${resolve(cwd, objects!)}\n`);
  const boundary = resolve(cwd, shallow!);
  if (await isThere(boundary)) await Deno.copyFile(boundary, join(gitDir, "shallow"));
  return gitDir;
}
