/** What is chosen of a temporary project. @module */
import { chooseFiles } from "../../scripts/duet/choose_files.ts";
import { type CompareVersionsOptions, withDefaults } from "../../scripts/duet/options.ts";
import { openSides } from "../../scripts/duet/sides.ts";
import type { Project } from "../project.ts";

/** A benchmark. */
export const bench = 'Deno.bench("a", () => {});\n';
/** Why a file that imports nothing is left out. */
export const ONE = "same 1 module";

/** The reason of each bench file, with `+` before it where that is measured. */
export async function choose(
  project: Project,
  { data = null, ...more }: Partial<CompareVersionsOptions> & { data?: string[] | null } = {},
): Promise<Record<string, string>> {
  const options = withDefaults({
    root: project.folder,
    baseline: { ref: "HEAD" },
    affected: { data },
    ...more,
  });
  const sides = await openSides(options);
  try {
    const { measured, left_out } = await chooseFiles(sides, options);
    return Object.fromEntries([
      ...measured.map(({ file, reason }) => [file, `+ ${reason}`]),
      ...left_out.map(({ file, reason }) => [file, reason]),
    ]);
  } finally {
    await sides.close();
  }
}
