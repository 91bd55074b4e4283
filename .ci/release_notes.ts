/**
 * Prints what CHANGELOG.md says of a version, for the release on GitHub.
 *
 *     deno run --allow-read=CHANGELOG.md,deno.json .ci/release_notes.ts v0.1.0
 *
 * @module
 */

/**
 * The section of a version in a changelog, without its heading.
 *
 * @param tag A tag such as `v0.1.0`.
 * @param version The version that deno.json states.
 * @throws {Error} If the tag is not that of the version, or the changelog has no dated section for it.
 */
export function releaseNotes(changelog: string, tag: string, version: string): string {
  if (tag !== `v${version}`) {
    throw new Error(`Cannot release ${tag}: deno.json states version ${version}`);
  }
  const sections = changelog.split(/^## /m);
  const heading = new RegExp(`^\\[${RegExp.escape(version)}\\] - \\d{4}-\\d\\d-\\d\\d\n`);
  const section = sections.find((text) => heading.test(text));
  if (section === undefined) {
    throw new Error(
      `Cannot release ${tag}: CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`,
    );
  }
  return `${section.replace(heading, "").replace(/^\[.*\]: .*$/gm, "").trim()}\n`;
}

if (import.meta.main) {
  const [tag = ""] = Deno.args;
  const { version } = JSON.parse(await Deno.readTextFile("deno.json"));
  console.log(releaseNotes(await Deno.readTextFile("CHANGELOG.md"), tag, version).trimEnd());
}
