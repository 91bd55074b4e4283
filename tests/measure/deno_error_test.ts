// Standard error of Deno 2.9.6, as it was written.
import { assertEquals, assertLess } from "@std/assert";
import { DenoError } from "../../scripts/measure/deno_error.ts";

function causeOf(text: string): string | null {
  const error = new DenoError();
  for (const line of text.split("\n")) error.read(line);
  return error.cause();
}

Deno.test("DenoError gives the reason in one line, with its place", async (t) => {
  const rows: [what: string, text: string, cause: string | null][] = [
    [
      "a missing module",
      'error: Module not found "file:///p/nope.ts".\n    at file:///p/a_bench.ts:1:8\n\nStack backtrace:\n   0: <unknown>',
      'Module not found "file:///p/nope.ts" at file:///p/a_bench.ts:1:8',
    ],
    [
      "a hint in between",
      'error: Import "lodash" not a dependency\n  hint: try running `deno add npm:lodash`\n    at file:///p/a.ts:1:15',
      'Import "lodash" not a dependency at file:///p/a.ts:1:15',
    ],
    [
      "a line of the source in between",
      "error: SyntaxError: Expression expected\n  |\n1 | const a = ;\n  |           ~\n    at file:///p/a.ts:1:11",
      "SyntaxError: Expression expected at file:///p/a.ts:1:11",
    ],
    [
      "an error that is not caught",
      "error: Uncaught (in promise) TypeError: inner\nthrow new TypeError();\n      ^\n    at file:///p/my file.ts:3:7",
      "TypeError: inner at file:///p/my file.ts:3:7",
    ],
    [
      "a missing export",
      "error: Uncaught SyntaxError: The requested module './ok.ts' does not provide an export named 'nope'\nimport {nope} from \"./ok.ts\";\n        ^\n    at <anonymous> (file:///p/exp.ts:1:9)",
      "SyntaxError: The requested module './ok.ts' does not provide an export named 'nope' at file:///p/exp.ts:1:9",
    ],
    [
      "a configuration that is cut off",
      "error: Failed deserializing config file 'file:///p/deno.json'.\n\nCaused by:\n    unexpected end of input on line 1 column 14\n\nStack backtrace:\n   0: <unknown>",
      "Failed deserializing config file 'file:///p/deno.json': unexpected end of input on line 1 column 14",
    ],
    [
      "the first of two type errors",
      "Check file:///p/ty.ts\nTS2322 [ERROR]: Type 'string' is not assignable to type 'number'.\nconst a: number = \"x\";\n      ~\n    at file:///p/ty.ts:2:7\n\nTS2304 [ERROR]: Cannot find name 'b'.\nb;\n~\n    at file:///p/ty.ts:3:1\n\nFound 2 errors.\n\nerror: Type checking failed.",
      "TS2322: Type 'string' is not assignable to type 'number' at file:///p/ty.ts:2:7",
    ],
    [
      "what the file printed before",
      "error: something of its own\nmore\nerror: Uncaught Error: boom\n    at file:///p/a.ts:1:7",
      "Error: boom at file:///p/a.ts:1:7",
    ],
    ["no reason", "Download https://example.com/a.ts\nwarning", null],
  ];
  for (const [what, text, cause] of rows) {
    await t.step(what, () => assertEquals(causeOf(text), cause));
  }
});

Deno.test("DenoError keeps little of a message without end", () => {
  const line = "x".repeat(1e5);
  assertLess(causeOf(`error: ${line}\n${`${line}\n`.repeat(100)}`)!.length, 2000);
});
