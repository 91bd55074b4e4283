// What Deno 2.9.6 writes to standard error.
import { assertEquals, assertLess } from "@std/assert";
import { DenoError } from "../../scripts/measure/deno_error.ts";

const OUT_OF_MEMORY = "it ran out of memory";

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
      "a permission that is missing",
      'error: Uncaught (in promise) NotCapable: Requires read access to "a.json", run again with the --allow-read flag\n    at file:///p/a_bench.ts:1:16',
      'NotCapable: Requires read access to "a.json" (put flags for Deno after --, as in: -- --allow-read) at file:///p/a_bench.ts:1:16',
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

Deno.test("DenoError.explain() says how a process ended", async (t) => {
  const rows: [text: string, code: number, signal: Deno.Signal | null, reason: string][] = [
    ["error: Uncaught Error: boom", 1, null, "Error: boom"],
    ["#\n# Fatal JavaScript out of memory: Reached heap limit\n#", 133, "SIGTRAP", OUT_OF_MEMORY],
    ["memory allocation of 8589934592 bytes failed", 134, "SIGABRT", OUT_OF_MEMORY],
    ["", 137, "SIGKILL", "it was ended by SIGKILL, as when the system runs out of memory"],
    ["", 137, null, "it was ended by SIGKILL, as when the system runs out of memory"],
    ["", 139, "SIGSEGV", "it crashed with SIGSEGV"],
    ["", 134, null, "it crashed with SIGABRT"],
    ["", 143, "SIGTERM", "the process ended with SIGTERM"],
    ["", 0xc0000005, null, "it crashed with 0xC0000005"],
    ["", -1073740791, null, "it crashed with 0xC0000409"],
    ["", 0x80000003, null, "it crashed with 0x80000003"],
    ["", -1, null, "the process ended with exit code -1"],
    ["a warning", 3, null, "the process ended with exit code 3"],
    ["", 0, null, "the process ended with exit code 0"],
  ];
  for (const [text, code, signal, reason] of rows) {
    await t.step(`${text || code}: ${reason}`, () => {
      const error = new DenoError();
      for (const line of text.split("\n")) error.read(line);
      assertEquals(error.explain({ success: false, code, signal }), reason);
    });
  }
});

Deno.test("DenoError keeps little of an endless message", () => {
  const line = "x".repeat(1e5);
  assertLess(causeOf(`error: ${line}\n${`${line}\n`.repeat(100)}`)!.length, 2000);
});
