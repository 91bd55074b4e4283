/** Chooses the bench files of a temporary project. @module */
import { chooseFiles } from "../../scripts/duet/choose_files.ts";
import { type CompareVersionsOptions, withDefaults } from "../../scripts/duet/options.ts";
import { openSides } from "../../scripts/duet/sides.ts";
import type { Project } from "../project.ts";

/** The text of a bench file. */
export const bench = 'Deno.bench("a", () => {});\n';
/** The reason why a file without imports is left out. */
export const ONE = "same 1 module";

/** Returns the reason of each bench file, with `+` before it if the file is measured. */
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
