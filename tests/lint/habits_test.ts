import { assertEquals } from "@std/assert";
import habits from "./habits.ts";

/** Returns the rules that a source breaks, in the order of its lines. */
function broken(source: string, file = "scripts/a.ts"): string[] {
  return Deno.lint.runPlugin(habits, file, source).map(({ id }) => id);
}

Deno.test("no-spread-literal distinguishes a literal from checked values", () => {
  const rule = "habits/no-spread-literal";
  assertEquals(broken("const a = { ...{ b, c }, d };"), [rule]);
  assertEquals(broken("const a = { ...({ b }) };"), [rule]);
  assertEquals(broken("const a = { ...b, ...(c ? { d } : {}), e: [...f] };"), []);
});

Deno.test("no-message-matching finds code that searches a message", async (t) => {
  const found = [
    'error.message.endsWith("no such file")',
    'error.message.replace("Cannot read ", "")',
    'entry.failures[0]!.message.replace(/^current: /, "")',
    "/^Requires/.test(error.message)",
    "/at (.*)$/.exec(error.message.slice(-100))",
    '/x/.exec(error instanceof Error ? error.message : "")',
    'doubts.some(({ message }) => message.includes("baseline"))',
    'error.message === "Invalid string length"',
    "TOO_LATE !== doubt.message",
    'error?.message?.startsWith("a")',
    "switch (error.message) { default: }",
  ];
  for (const source of found) {
    await t.step(source, () => assertEquals(broken(source), ["habits/no-message-matching"]));
  }
});

Deno.test("no-message-matching allows code that only shows a message", async (t) => {
  const passed = [
    "throw new Failure(`${error.message}; nothing is added`)",
    'error.message.split("\\n")[0]',
    'typeof error.message === "string"',
    "error.message === null",
    "error.message.length > 100",
    'error.code === "not-found"',
    'text.startsWith("{")',
    "/x/.test(message.text)",
  ];
  for (const source of passed) {
    await t.step(source, () => assertEquals(broken(source), []));
  }
  const test = 'error.message.includes("x")';
  assertEquals(broken(test, "/work/benchline/tests/a_test.ts"), [], "tests may search messages");
});

Deno.test("describe-makes-words requires text", () => {
  const rule = "habits/describe-makes-words";
  assertEquals(broken("function describeSide(): Side { return a; }"), [rule]);
  assertEquals(broken("async function describe(): Promise<string> { return a; }"), [rule]);
  assertEquals(broken("export function describeSide() { return a; }"), [rule]);
  assertEquals(broken("function describe(): readonly string[] | null { return a; }"), []);
  assertEquals(broken("function described(): Side { return a; }"), []);
});
