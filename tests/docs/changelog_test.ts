// Tests the changelog, and how a release uses it.
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { releaseNotes } from "../../.ci/release_notes.ts";
import { VERSION } from "../../scripts/result/version.ts";
import { readFile } from "./pages.ts";

const CHANGELOG = `# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- This.

## [0.1.0] - 2026-11-27

- That.

[0.2.0]: https://example.com/
`;

Deno.test("releaseNotes() returns the section of the version", () => {
  assertEquals(releaseNotes(CHANGELOG, "v0.2.0", "0.2.0"), "### Added\n\n- This.\n");
  assertEquals(releaseNotes(CHANGELOG, "v0.1.0", "0.1.0"), "- That.\n");
});

Deno.test("releaseNotes() refuses a tag that is not the version in deno.json", () => {
  assertThrows(
    () => releaseNotes(CHANGELOG, "v0.2.0", "0.1.0"),
    Error,
    "Cannot release v0.2.0: deno.json states version 0.1.0",
  );
});

Deno.test("releaseNotes() refuses a version without a dated section", () => {
  for (const version of ["0.3.0", "0.1", "0x1.0"]) {
    assertThrows(
      () => releaseNotes(CHANGELOG, `v${version}`, version),
      Error,
      `CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`,
    );
  }
});

Deno.test("the changelog has a section for future changes, or for this version", async () => {
  const headings = (await readFile("CHANGELOG.md")).match(/^## .*$/gm) ?? [];
  for (const heading of headings) {
    assertMatch(heading, /^## \[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d\d-\d\d)?$/);
  }
  assertEquals(
    headings[0] === "## [Unreleased]" || headings[0]?.startsWith(`## [${VERSION}] - `),
    true,
  );
});

Deno.test("examples name the version of the action and of scripts, not a branch", async () => {
  const minor = VERSION.split(".").slice(0, 2).join(".");
  for (const path of ["README.md", "SECURITY.md", "docs/ci.md"]) {
    const used = (await readFile(path)).match(/(?<=OWNER\/benchline[@/])[^\s/]+/g) ?? [];
    assertEquals(new Set(used), new Set([`v${minor}`]), path);
  }
});
