/** Finds the folder of temporary files. @module */
import { dirname } from "../../deps/std/path/mod.ts";
import { readText, spawnDeno } from "../../system/spawn.ts";
import { Failure } from "../../result/failure.ts";

const PROGRAM = `const path = Deno.makeTempDirSync();
Deno.removeSync(path);
console.log(path);`;

/**
 * Finds the folder of temporary files, with forward slashes. It asks another process, because this
 * one may lack permission to write there or to read the variable that names it.
 *
 * @throws {Failure} If Deno cannot be started, or no temporary file can be made.
 */
export async function findTemporaryFolder(): Promise<string> {
  const child = await spawnDeno(["eval", "--no-config", "--no-lock", "--quiet", PROGRAM]);
  const [path, said] = await Promise.all([
    readText(child, child.stdout),
    readText(child, child.stderr),
  ]);
  if ((await child.status).success) return dirname(path.trim()).replaceAll("\\", "/");
  throw new Failure(`Cannot find the folder of temporary files: ${said.trim().split("\n")[0]}`);
}
