import { assertEquals } from "@std/assert";
import { isMissing } from "../../scripts/system/missing.ts";

Deno.test("isMissing() recognises what Windows says about a name that no file can have", () => {
  const unnamable = Object.assign(new Error("Invalid name. (os error 123)"), { code: "ENOENT" });
  assertEquals(isMissing(unnamable), true);
  assertEquals(isMissing(new Deno.errors.NotFound()), true);
  assertEquals(isMissing(Object.assign(new Error(), { code: "EACCES" })), false);
  assertEquals(isMissing("ENOENT"), false);
});
