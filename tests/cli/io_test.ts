// The promises of denoIo about real files, which no test in memory can check.
import { assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { denoIo, writeAll } from "../../scripts/cli/io.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { MOST_BYTES } from "../../scripts/result/file_size.ts";
import { utf16 } from "../helpers/surroundings.ts";
import { Project, runIn } from "../project.ts";
import { lacks } from "../helpers/needs.ts";

const ioModule = new URL("../../scripts/cli/io.ts", import.meta.url);

Deno.test("denoIo.writeWhole() makes folders, replaces files and leaves no other file behind", async () => {
  await using project = await Project.create();
  const path = project.path("a/b/result.json");
  await denoIo.writeWhole(path, "first");
  assertEquals(await denoIo.readText(path), "first");
  await denoIo.writeWhole(path, "second é\n");
  assertEquals(await denoIo.readText(path), "second é\n");
  assertEquals(await project.list("a/b"), ["result.json"]);
});

Deno.test("denoIo.writeWhole() renames, so a reader of the old file can continue", async () => {
  await using project = await Project.create({ "result.json": "the old content" });
  using old = await Deno.open(project.path("result.json"));
  await denoIo.writeWhole(project.path("result.json"), "new");
  assertEquals(await new Response(old.readable).text(), "the old content");
});

Deno.test("denoIo.writeWhole() changes nothing if it cannot write", async (t) => {
  await using project = await Project.create({ "file.json": "kept", "folder/inside.json": "kept" });
  const rows: [what: string, name: string, reason: string][] = [
    ["a directory", "folder", "it is a directory, not a file"],
    ["a file as a folder", "file.json/a/result.json", "a part of the path is a file"],
    ["a name too long", "x".repeat(300), "File name too long"],
  ];
  for (const [what, name, wanted] of rows) {
    await t.step(what, async () => {
      const reason = what === "a directory" || lacks("reasons") === null ? wanted : "";
      const path = project.path(name);
      const error = await assertRejects(() => denoIo.writeWhole(path, "new"), Failure, reason);
      assertEquals(error.message.startsWith(`Cannot write ${path}: `), true);
      assertEquals(error.message.split("\n").length, 1);
      assertEquals(await project.list(), ["file.json", "folder"]);
      assertEquals(await project.read("file.json"), "kept");
      assertEquals(await project.list("folder"), ["inside.json"]);
    });
  }
});

Deno.test("denoIo.writeWhole() removes its temporary file if the last step fails", async () => {
  await using project = await Project.create({ "file.json": "kept" });
  const { rename } = Deno;
  Deno.rename = () => Promise.reject(new Deno.errors.PermissionDenied("no"));
  try {
    await assertRejects(
      () => denoIo.writeWhole(project.path("file.json"), "new"),
      Failure,
      "file.json: the operating system denies it",
    );
  } finally {
    Deno.rename = rename;
  }
  assertEquals(await project.list(), ["file.json"]);
  assertEquals(await project.read("file.json"), "kept");
});

Deno.test("denoIo.readText() refuses a file that is too large, without reading all of it", async () => {
  await using project = await Project.create({ "large.json": "{}", "empty.json": "" });
  const path = project.path("large.json");
  await Deno.truncate(path, MOST_BYTES + 1);
  const tooLarge = (path: string, size: string) =>
    `Cannot read ${path}: it has ${size}, and at most 128 MB are read; split it, or keep only the results`;
  const refused = async (path: string) =>
    (await assertRejects(() => denoIo.readText(path), Failure)).message;
  assertEquals(await refused(path), tooLarge(path, "129 MB"));
  assertEquals(await denoIo.readText(project.path("empty.json")), "");
  if (lacks("devices") !== null) return;
  // Like a pipe, this device has no size. It has no end, either.
  assertEquals(await refused("/dev/zero"), tooLarge("/dev/zero", "more than 128 MB"));
});

Deno.test("denoIo.readLog() leaves out the lines of a large log that are far from results", async () => {
  const lines = 100_000;
  const noise = `${"nothing at all ".repeat(6)}\n`.repeat(lines);
  const result = "BenchmarkSort 1 2 ns/op µ\n";
  const log = noise + result + noise;
  const document = `{\n"a": "${"b\\n".repeat(6_000_000)}"}`;
  await using project = await Project.create({ "large.txt": log, "large.json": document });
  await Deno.writeFile(project.path("utf16.txt"), utf16(log, true, ""));
  for (const name of ["large.txt", "utf16.txt"]) {
    const text = await denoIo.readLog(project.path(name));
    assertEquals(text.indexOf(result) > lines, true);
    assertLess(text.length, 3_000_000);
    assertEquals(text.slice(0, text.indexOf(result)).split("\n").length, lines + 1);
  }
  assertEquals(await denoIo.readLog(project.path("large.json")) === document, true);
  // A single JSON value is read as a whole or not at all.
  await Deno.truncate(project.path("large.json"), MOST_BYTES + 1);
  await assertRejects(() => denoIo.readLog(project.path("large.json")), Failure, "at most 128 MB");
  await assertRejects(() => denoIo.readLog(project.path("none")), Failure, "there is no such file");
  await assertRejects(() => denoIo.readLog(project.path("")), Failure, "it is a directory");
  if (lacks("devices") !== null) return;
  await assertRejects(
    () => denoIo.readLog("/dev/zero"),
    Failure,
    "Cannot read /dev/zero: it has more than 4 GB, or more than 128 MB near what may be results; " +
      "split it, or keep only the results",
  );
});

Deno.test("denoIo.readText() says why a file cannot be read", async (t) => {
  await using project = await Project.create({ "a/file.json": "x" });
  const rows: [what: string, name: string, reason: string][] = [
    ["no file", "none.json", "there is no such file"],
    ["no folder", "none/none.json", "there is no such file"],
    ["a directory", "a", "it is a directory, not a file"],
    [
      "a file as a folder",
      "a/file.json/b",
      lacks("reasons") === null
        ? "a part of the path is a file, not a directory"
        : "there is no such file",
    ],
  ];
  for (const [what, name, reason] of rows) {
    await t.step(what, async () => {
      const path = project.path(name);
      const error = await assertRejects(() => denoIo.readText(path), Failure);
      assertEquals(error.message, `Cannot read ${path}: ${reason}`);
    });
  }
});

Deno.test("denoIo.listFiles() lists files but no folders, and nothing for a missing folder", async () => {
  await using project = await Project.create({ "a/one": "", "a/two": "", "a/folder/three": "" });
  assertEquals((await denoIo.listFiles(project.path("a"))).sort(), ["one", "two"]);
  assertEquals(await denoIo.listFiles(project.path("none")), []);
  if (lacks("reasons") !== null) return;
  await assertRejects(
    () => denoIo.listFiles(project.path("a/one")),
    Failure,
    "Cannot read the folder",
  );
});

Deno.test("denoIo names the missing permission", async (t) => {
  await using project = await Project.create({ "file.json": "kept" });
  await project.write(
    "main.ts",
    `import { denoIo } from ${JSON.stringify(ioModule.href)};
    const act = { read: () => denoIo.readText("file.json"), list: () => denoIo.listFiles("."),
      write: () => denoIo.writeWhole("file.json", "new") }[Deno.args[0]];
    await act().catch((error) => console.log(error.name + ": " + error.message));`,
  );
  const rows: [action: string, flags: string[], message: string][] = [
    ["read", [], "Cannot read file.json: the permission --allow-read=file.json is not granted"],
    ["list", [], "Cannot read the folder .: the permission --allow-read=. is not granted"],
    [
      "write",
      ["--allow-read"],
      "Cannot write file.json: the permission --allow-write=file.json is not granted",
    ],
  ];
  for (const [action, flags, message] of rows) {
    await t.step(action, async () => {
      const args = ["run", "--quiet", "--no-prompt", "--no-config", "--no-check", ...flags];
      const { out, error } = await runIn(project, "deno", [...args, "main.ts", action]);
      assertEquals([out, error], [`Failure: ${message}\n`, ""]);
      assertEquals(await project.read("file.json"), "kept");
      assertEquals(await project.list(), ["file.json", "main.ts"]);
    });
  }
});

Deno.test("denoIo stops quietly if nobody reads its output", async () => {
  await using project = await Project.create();
  await project.write(
    "main.ts",
    `import { denoIo } from ${JSON.stringify(ioModule.href)};
    for (let line = 0; line < 20_000; line++) denoIo.writeOut("x".repeat(100) + "\\n");
    denoIo.writeError("done\\n");`,
  );
  const child = new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      "--no-config",
      "--no-check",
      fromFileUrl(`file://${project.path("main.ts")}`),
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await child.stdout.cancel();
  const [error, { code }] = await Promise.all([new Response(child.stderr).text(), child.status]);
  assertEquals([error, code], ["done\n", 0]);
});

/** A stream that takes three bytes at a time. Before each part, it throws the next error, if any. */
function reluctantStream(errors: (Error | null)[]) {
  const taken: number[] = [];
  return {
    taken: () => new TextDecoder().decode(new Uint8Array(taken)),
    writeSync(bytes: Uint8Array): number {
      const error = errors.shift() ?? null;
      if (error !== null) throw error;
      const part = bytes.subarray(0, 3);
      taken.push(...part);
      return part.length;
    },
  };
}

Deno.test("writeAll() waits for a slow reader, and loses nothing", () => {
  const full = () => new Deno.errors.WouldBlock("Resource temporarily unavailable (os error 11)");
  const stream = reluctantStream([null, full(), full(), null, full(), full(), full()]);
  writeAll(stream, "one two three é", "standard output");
  assertEquals(stream.taken(), "one two three é");
});

Deno.test("writeAll() stops quietly if the reader has gone, and reports other errors", () => {
  const gone = reluctantStream([null, new Deno.errors.BrokenPipe("gone")]);
  writeAll(gone, "one two", "standard output");
  assertEquals(gone.taken(), "one");
  const full = reluctantStream([new Error("No space left on device (os error 28)")]);
  assertThrows(
    () => writeAll(full, "one two", "standard output"),
    Failure,
    "Cannot write to standard output: No space left on device (os error 28)",
  );
});

Deno.test("denoIo.probeWrite() leaves nothing behind, and removes no existing file", async () => {
  await using project = await Project.create({ "kept/file": "x" });
  for (const path of ["a/b/c.json", "c.json", "kept/d/e.json", "kept/e.json", "x/../y/z.json"]) {
    await denoIo.probeWrite(project.path(path));
  }
  assertEquals(await project.list(), ["kept"]);
  assertEquals(await project.list("kept"), ["file"]);
});

Deno.test("denoIo.probeWrite() keeps files that another writer adds to its folders", async (t) => {
  const rows: [what: string, file: string, left: string[]][] = [
    ["in the innermost", "out/deep/other.json", ["deep"]],
    ["in the outer one", "out/other.json", ["other.json"]],
  ];
  for (const [what, file, left] of rows) {
    await t.step(what, async () => {
      await using project = await Project.create();
      // The other writer adds its file just before the probe removes its own.
      const { remove } = Deno;
      let written = false;
      Deno.remove = async (path, options) => {
        if (!written) await project.write(file, "theirs");
        written = true;
        return await remove(path, options);
      };
      try {
        await denoIo.probeWrite(project.path("out/deep/result.json"));
      } finally {
        Deno.remove = remove;
      }
      assertEquals(await project.list("out"), left);
      assertEquals(await project.read(file), "theirs");
    });
  }
});

Deno.test("denoIo.probeWrite() removes no folder that somebody else makes in the meantime", async () => {
  await using project = await Project.create();
  const { mkdir } = Deno;
  Deno.mkdir = async (path, options) => {
    await mkdir(path, options).catch(() => {});
    // Another writer has made the folder by then.
    if (String(path).endsWith("/out")) throw new Deno.errors.AlreadyExists("File exists");
  };
  try {
    await denoIo.probeWrite(project.path("out/deep/result.json"));
  } finally {
    Deno.mkdir = mkdir;
  }
  assertEquals(await project.list(), ["out"]);
  assertEquals(await project.list("out"), []);
});

Deno.test("denoIo.writeWhole() remakes a folder that another probe removes", async () => {
  await using project = await Project.create();
  const { mkdir } = Deno;
  let removed = false;
  Deno.mkdir = async (path, options) => {
    await mkdir(path, options);
    if (!removed) await Deno.remove(path);
    removed = true;
  };
  try {
    await denoIo.writeWhole(project.path("out/result.json"), "whole");
  } finally {
    Deno.mkdir = mkdir;
  }
  assertEquals(await project.read("out/result.json"), "whole");
  assertEquals(await project.list("out"), ["result.json"]);
});

Deno.test("denoIo.writeWhole() keeps the temporary files of other writers of the same path", async () => {
  await using project = await Project.create();
  const path = project.path("a.json");
  const texts = Array.from({ length: 4 }, (_, index) => `${index}`.repeat(1e6));
  await Promise.all(texts.map(async (text) => {
    for (let time = 0; time < 15; time++) await denoIo.writeWhole(path, text);
  }));
  assertEquals(await project.list(), ["a.json"]);
  assertEquals(texts.includes(await project.read("a.json")), true);
});

Deno.test("denoIo.readText() reads standard input to its end, in the encoding of its byte order mark", async () => {
  await using project = await Project.create();
  await project.write(
    "main.ts",
    `import { denoIo } from ${JSON.stringify(ioModule.href)};
    console.log(await denoIo.readText(Deno.args[0]));`,
  );
  for (const path of ["-", "/dev/stdin"]) {
    const child = new Deno.Command("deno", {
      args: ["run", "--quiet", "--no-prompt", "--no-config", "--no-check", "main.ts", path],
      cwd: project.path("."),
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0xe4]));
    await writer.write(new Uint8Array([0x00]));
    await writer.close();
    assertEquals(new TextDecoder().decode((await child.output()).stdout), "aä\n");
  }
});
