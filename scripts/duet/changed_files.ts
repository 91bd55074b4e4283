/** Which of the files that ran differ between two versions. @module */
import { join } from "../deps/std/path/mod.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { placeFunction } from "../result/profile/place.ts";
import type { ExplainedSide } from "../verdict/explain/details.ts";
import { readIfThere } from "../measure/project_config.ts";
import { SIDES } from "./duet.ts";

/**
 * Returns the project's files that differ between both versions and in which functions were seen.
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
  // A file outside the project has its whole URL as its path.
  return new Set(files.filter((file) => !/^[a-z][a-z\d+.-]*:/i.test(file)));
}

/** Also null for anything but a file, since code may give itself any name (`//# sourceURL=…`). */
async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readIfThere(path);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
