/** Registers the tests of whole folders in one isolate. @module */

/** The folder with all tests. */
export const TESTS = new URL("../", import.meta.url);

/**
 * Imports every test file in some folders and in the folders inside them.
 *
 * An isolate for each file would take 0.1 s of the processor and compile the same modules again. In
 * one isolate, most folders take two thirds of the time.
 *
 * @param folders Names of folders in `tests`.
 * @throws {Error} If a folder has no test files.
 */
export async function loadTests(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const files = await findTests(new URL(`${folder}/`, TESTS));
    if (files.length === 0) throw new Error(`Cannot load tests/${folder}: it has no test files`);
    for (const file of files) await import(file);
  }
}

/** Returns the URLs of the test files in a folder and in the folders inside it, in order. */
export async function findTests(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await findTests(new URL(`${name}/`, folder)));
    else if (name.endsWith("_test.ts")) found.push(new URL(name, folder).href);
  }
  return found.sort();
}
