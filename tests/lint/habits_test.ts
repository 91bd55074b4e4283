import { assertEquals } from "@std/assert";
import habits from "./habits.ts";

/** The rules that a source breaks, in the order of its lines. */
function broken(source: string): string[] {
  return Deno.lint.runPlugin(habits, "a.ts", source).map(({ id }) => id);
}

Deno.test("no-spread-literal tells a literal from what has been checked", () => {
  const rule = "habits/no-spread-literal";
  assertEquals(broken("const a = { ...{ b, c }, d };"), [rule]);
  assertEquals(broken("const a = { ...({ b }) };"), [rule]);
  assertEquals(broken("const a = { ...b, ...(c ? { d } : {}), e: [...f] };"), []);
});
