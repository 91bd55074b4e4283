// Checks that messages on standard error are escaped, take one line each, and come from one place.
import { assertEquals } from "@std/assert";
import { announce, complain, note, overhear, warn } from "../../scripts/cli/messages.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { scripts } from "../project.ts";

const HOSTILE = "a\x1b[31m\n::error::b \u202ec";
const HARMLESS = "a\\x1b[31m\\n::error::b \\u{202e}c";

Deno.test("warn(), note() and complain() write one line, and escape it once", () => {
  const io = new MemoryIo();
  warn(io, HOSTILE);
  note(io, HOSTILE);
  complain(io, HOSTILE);
  assertEquals(io.error, `warning: ${HARMLESS}\n${HARMLESS}\nerror: ${HARMLESS}\n`);
  const command = new MemoryIo();
  note(command, "::error::x");
  assertEquals(command.error, "\\x3a:error::x\n");
});

Deno.test("warn() and complain() shorten long texts", () => {
  const io = new MemoryIo();
  for (const text of ["x".repeat(1_000_000), "é".repeat(1_000_000)]) {
    warn(io, text);
    complain(io, text);
  }
  const lengths = io.error.split("\n").map((line) => line.length);
  assertEquals(lengths, [2009, 2007, 2009, 2007, 0]);
});

Deno.test("announce() writes one line to standard output, and escapes it once", () => {
  const io = new MemoryIo();
  announce(io, HOSTILE);
  assertEquals([io.out, io.error], [`${HARMLESS}\n`, ""]);
});

Deno.test("no message shows the password of a URL", () => {
  const io = new MemoryIo();
  const text = "psql postgres://u:se/kret@h/d?x https://u:sekret@h/m.json https://h/@a/b";
  warn(io, text);
  note(io, text);
  complain(io, text);
  announce(io, text);
  const shown = "psql postgres://… https://h/m.json https://h/@a/b";
  assertEquals(io.error, `warning: ${shown}\n${shown}\nerror: ${shown}\n`);
  assertEquals(io.out, `${shown}\n`);
});

Deno.test("overhear() passes everything on, and keeps the last error message", async () => {
  const io = new MemoryIo({ "a.txt": "x" });
  const { io: inner, lastComplaint } = overhear(io);
  assertEquals(lastComplaint(), null);
  complain(inner, "first");
  complain(inner, "second");
  warn(inner, "a warning");
  inner.writeOut("out");
  await inner.writeWhole("b.txt", "y");
  assertEquals(lastComplaint(), "second");
  assertEquals(io.error, "error: first\nerror: second\nwarning: a warning\n");
  assertEquals([io.out, await inner.readText("a.txt"), io.files.get("b.txt")], ["out", "x", "y"]);
  assertEquals([inner.outIsTerminal, inner.columns], [false, 80]);
});

/** Returns the files outside scripts/cli/ in which a form occurs. */
async function filesWith(form: RegExp, folder = scripts): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const url = new URL(isDirectory ? `${name}/` : name, folder);
    const path = url.href.slice(scripts.href.length);
    if (path === "cli/") continue;
    if (isDirectory) found.push(...await filesWith(form, url));
    else if (path.endsWith(".ts") && form.test(await Deno.readTextFile(url))) {
      found.push(path);
    }
  }
  return found;
}

Deno.test("only scripts/cli writes to standard error", async () => {
  assertEquals(await filesWith(/writeError\b/), []);
});

Deno.test("outside scripts/cli, only reports and JSON go to standard output", async () => {
  const other =
    /writeOut\((?!\s*(?:await )?(?:render|stringify|describe|texts\.join|`\\n\$\{render))/;
  assertEquals(await filesWith(other), []);
  assertEquals(other.test("io.writeOut(`${source}`)"), true);
});
