/** Which of the files that ran differ between two versions. @module */
import { join } from "../deps/std/path/mod.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { placeFunction } from "../result/profile/place.ts";
import type { ExplainedSide } from "../verdict/explain/details.ts";
import { readIfThere } from "../measure/project_config.ts";
import { SIDES } from "./duet.ts";

/**
 * Paths of the project's files in which functions were seen, and that differ between both versions.
 *
 * @param folders Roots of both checkouts.
 */
export async function findChangedFiles(
  sides: Readonly<Record<SideName, ExplainedSide>>,
  folders: Readonly<Record<SideName, string>>,
): Promise<Set<string>> {
  const changed = new Set<string>();
  for (const file of seenFiles(sides)) {
    const texts = await Promise.all(SIDES.map((side) => {
      const { renamed } = sides[side];
      return readOrNull(join(folders[side], renamed?.to === file ? renamed.from : file));
    }));
    if (texts[0] !== texts[1]) changed.add(file);
  }
  return changed;
}

function seenFiles(sides: Readonly<Record<SideName, ExplainedSide>>): Set<string> {
  const files = SIDES.flatMap((side) => {
    const { runs, roots, renamed } = sides[side];
    const samples = new Set(runs.flatMap((run) => run.samples));
    const functions = new Set(
      [...samples].flatMap((sample) => sample.kind === "code" ? sample.stack : []),
    );
    return [...functions].map((fn) => placeFunction(fn, roots, renamed))
      .flatMap(({ file, package: of }) => file !== null && of === null ? [file] : []);
  });
  // What lies outside of the project has the whole URL for its path.
  return new Set(files.filter((file) => !/^[a-z][a-z\d+.-]*:/i.test(file)));
}

/** Null also for what is no file: code may give itself any name (`//# sourceURL=…`). */
async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readIfThere(path);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
