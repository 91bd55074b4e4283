/** Repositories that borrow all objects from another one, which is only read. @module */
import { join, resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";
import { isThere } from "./temporary_folder.ts";

/** The repository whose objects are borrowed. */
export interface Lender {
  /** The hash function that names objects: `sha1` or `sha256`. */
  readonly objectFormat: string;
  /** Path of the folder of its objects. */
  readonly objects: string;
  /** Path of the file that lists the commits at which a shallow history ends. */
  readonly shallow: string;
}

/**
 * Makes a repository with a working tree and without a commit.
 *
 * @param cwd A folder of the repository whose objects are borrowed.
 * @param folder The folder of the working tree, which is made if it does not exist.
 * @param action The start of an error message, such as "Cannot prepare a checkout".
 * @returns The path of its git directory.
 * @throws {Failure} If git fails.
 */
export async function makeBorrower(cwd: string, folder: string, action: string): Promise<string> {
  const want = async (...args: string[]) => {
    const { success, output, complaint } = await runGit(args, { cwd });
    if (success) return output;
    throw new Failure(`${action}: ${complaint}`);
  };
  const paths = ["--git-path", "objects", "--git-path", "shallow"];
  const found = await want("rev-parse", "--show-object-format", ...paths);
  const [objectFormat, objects, shallow] = found.split("\n") as [string, string, string];
  const init = ["init", "--quiet", "--template=", `--object-format=${objectFormat}`];
  await want("-c", "init.defaultBranch=main", ...init, resolve(folder));
  const gitDir = join(folder, ".git");
  await borrow(gitDir, {
    objectFormat,
    objects: resolve(cwd, objects),
    shallow: resolve(cwd, shallow),
  });
  return gitDir;
}

/** Makes a repository without a commit and without a working tree; starts no git process. */
export async function makeBareBorrower(gitDir: string, lender: Lender): Promise<void> {
  const version = lender.objectFormat === "sha1" ? 0 : 1;
  const extensions = version === 0 ? "" : `[extensions]\n\tobjectFormat = ${lender.objectFormat}\n`;
  await Deno.mkdir(join(gitDir, "refs"), { recursive: true });
  await Deno.writeTextFile(join(gitDir, "HEAD"), "ref: refs/heads/main\n");
  await Deno.writeTextFile(
    join(gitDir, "config"),
    `[core]\n\trepositoryFormatVersion = ${version}\n\tbare = true\n${extensions}`,
  );
  await borrow(gitDir, lender);
}

async function borrow(gitDir: string, { objects, shallow }: Lender): Promise<void> {
  const info = join(gitDir, "objects", "info");
  await Deno.mkdir(info, { recursive: true });
  await Deno.writeTextFile(join(info, "alternates"), `${resolve(objects)}\n`);
  if (await isThere(shallow)) await Deno.copyFile(shallow, join(gitDir, "shallow"));
}
