/** The pages that users and developers read. @module */

const root = new URL("../../", import.meta.url);

/** A page, and its path from the root of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Returns every page of the documentation. */
export async function readPages(): Promise<Page[]> {
  const paths: string[] = [];
  for (const folder of ["", "docs/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, root))) {
      if (name.endsWith(".md")) paths.push(folder + name);
    }
  }
  paths.push("kernels/README.md", "benchmarks/evidence/README.md", "benchmarks/peers/README.md");
  return await Promise.all(
    paths.sort().map(async (path) => ({ path, text: await readFile(path) })),
  );
}

/** Reads a file of the repository. */
export function readFile(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, root));
}

/** Lists the files below a folder of the repository, recursively; a folder ends in a slash. */
export async function listPaths(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(folder, root)));
  const paths = await Promise.all(
    entries.map(async ({ name, isDirectory }) =>
      isDirectory ? await listPaths(`${folder}${name}/`) : [`${folder}${name}`]
    ),
  );
  return paths.flat();
}

/** Replaces a page. */
export function writePage({ path, text }: Page): Promise<void> {
  return Deno.writeTextFile(new URL(path, root), text);
}

/** Returns whether a path of the repository exists. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(new URL(path, root));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
