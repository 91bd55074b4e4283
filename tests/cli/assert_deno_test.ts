// An old Deno is named as what is wrong, before it fails on something that it does not know.
import { assertStringIncludes, assertThrows } from "@std/assert";
import { assertDeno, OLDEST_DENO } from "../../scripts/cli/assert_deno.ts";
import { Failure } from "../../mod.ts";

Deno.test("assertDeno() refuses what is older, by numbers and not by letters", () => {
  for (const version of ["1.46.3", "2", "2.7.14", "2.7.14+1234567"]) {
    assertThrows(
      () => assertDeno(version),
      Failure,
      `Cannot run on Deno ${version}: benchline needs Deno ${OLDEST_DENO} or newer`,
    );
  }
  for (const version of ["2.8.0", "2.10.0", "2.8.0-rc.1", "2.9.6+1234567", "3.0.0", "3"]) {
    assertDeno(version);
  }
});

Deno.test("README and the checks name the oldest Deno that can be used", async () => {
  const [readme, workflow] = await Promise.all(
    ["README.md", ".github/workflows/ci.yml"].map((path) =>
      Deno.readTextFile(new URL(`../../${path}`, import.meta.url))
    ),
  );
  assertStringIncludes(readme!, `Deno](https://deno.com) ${OLDEST_DENO} or newer`);
  assertStringIncludes(workflow!, `deno: ${OLDEST_DENO}`);
});
