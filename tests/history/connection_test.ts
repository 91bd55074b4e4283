// Connection strings contain passwords. No message shows one, or a part of one.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main as baseline } from "../../scripts/baseline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as history } from "../../scripts/history.ts";
import { main as importResults } from "../../scripts/import.ts";
import { main as init } from "../../scripts/init.ts";
import { main as merge } from "../../scripts/merge.ts";
import { main as run } from "../../scripts/run.ts";
import { nameDatabase } from "../../scripts/result/connection.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

/** Every word that must stay hidden contains this. */
const SECRET = /s[e3][^ ]*kret/i;
const UNNAMED = "the PostgreSQL database";

Deno.test("nameDatabase() shows host, port and name only if they cannot be anything else", async (t) => {
  const rows: [url: string, name: string][] = [
    ["postgres://u:s3kret@h:5432/d?sslmode=require", "postgres://h:5432/d"],
    ["POSTGRESQL://s3kret@h/d", "postgres://h/d"],
    ["postgres://u:s3%2Fkret@[::1]:5432/d", "postgres://[::1]:5432/d"],
    ["postgres://u@h/d?sslrootcert=/s3kret", "postgres://h/d"],
    ["postgres://localhost:5432/d", "postgres://localhost:5432/d"],
    ["postgres://db.example.org/d", "postgres://db.example.org/d"],
    // If the host is missing, this is the user.
    ["postgres://s3kret/d", UNNAMED],
    ["postgres://s3kret:1234/d", UNNAMED],
    ["postgres://u:s3/kret@h/d", UNNAMED],
    ["postgres://u:s3?kret@h/d", UNNAMED],
    ["postgres://u:s3#kret@h/d", UNNAMED],
    ["postgres://u:s3@kret@h/d", UNNAMED],
    ["postgres://u:s3 kret@h/d", UNNAMED],
    ["postgres://localhost:5432/s3@kret@h/d", UNNAMED],
    ["postgres://localhost:5432/s3?kret@h/d", UNNAMED],
    ["postgres://localhost:5432/s3#kret", UNNAMED],
    ["postgres://u@h:99999/d", UNNAMED],
    ["postgres://u@h:s3kret/d", UNNAMED],
    ["postgres://u@h/d?host=s3kret", UNNAMED],
    ["postgres://u@h/d?sslmode=require&dbname=s3kret", UNNAMED],
    ["postgres:///d?host=/s3kret", UNNAMED],
    ["postgres://u:s3kret@h", UNNAMED],
  ];
  for (const [url, name] of rows) await t.step(url, () => assertEquals(nameDatabase(url), name));
});

type Main = (args: readonly string[], io: MemoryIo) => Promise<number>;

const CONNECTIONS = [
  "postgres://u:s3kret@h/d",
  "POSTGRES://u:s3/kret@h/d",
  "postgresql://s3kret@h/d",
  "postgres:///d?user=u&password=s3kret",
  "host=h user=u password=s3kret",
  "https://s3kret@h/d",
  "https://u:s3kret@h/d",
];

Deno.test("a connection string in the wrong place is refused but not shown", async (t) => {
  const setup: Main = (args, io) => init(args, io, { home: "x", project: "y", confirm: null });
  const rows: [name: string, main: Main, place: (text: string) => string[], where: string][] = [
    ["history", history, (text) => [text], "an argument: --store alone takes one"],
    ["history add", history, (text) => ["add", text], "an argument: --store alone takes one"],
    ["history list", history, (text) => ["list", text], "an argument: --store alone takes one"],
    ["--stroe", history, (text) => ["list", `--stroe=${text}`], "an argument: --store alone"],
    ["--branch", history, (text) => ["list", `--branch=${text}`], "--branch: --store alone"],
    ["--project", history, (text) => ["list", "--project", text], "an argument: --store alone"],
    [
      "no value",
      history,
      (text) => ["list", "--store", `--branch=${text}`],
      "--branch: --store alone takes one",
    ],
    [
      "--baseline",
      compare,
      (text) => ["--baseline", text],
      "an argument: --history alone takes one",
    ],
    ["--out", compare, (text) => [`--out=json:${text}`], "--out: --history alone takes one"],
    ["--threshold", compare, (text) => [`--threshold=${text}`], "--threshold: --history alone"],
    ["run", run, (text) => [text], "an argument: nothing here takes one"],
    ["--command", run, (text) => [`--command=psql '${text}'`], "--command: nothing here takes one"],
    ["baseline", baseline, (text) => ["accept", text], "an argument: nothing here takes one"],
    ["merge", merge, (text) => ["a.json", text], "an argument: nothing here takes one"],
    ["import", importResults, (text) => [text, "--out=a"], "an argument: nothing here takes one"],
    ["init --from", setup, (text) => ["--yes", `--from=${text}`], "--from: nothing here takes one"],
  ];
  for (const [name, main, place, where] of rows) {
    await t.step(name, async () => {
      for (const text of CONNECTIONS) {
        const io = new MemoryIo();
        assertEquals([await main(place(text), io), io.out, io.files.size], [2, "", 0], text);
        assertEquals(SECRET.test(io.error), false, io.error);
        assertStringIncludes(
          io.error,
          "error: Cannot take a connection string, or a URL with a password, in",
        );
        assertStringIncludes(io.error, where);
      }
    });
  }
});

Deno.test("--store takes no other kind of connection for a folder, and does not show it", async (t) => {
  const others = [
    "postgres:/u:s3kret@h/d",
    " postgres://u:s3kret@h/d",
    "mysql://u:s3kret@h/d",
    "host=s3kret",
    "user=s3kret dbname=d",
    "https://s3kret@h/d",
  ];
  for (const store of others) {
    await t.step(store, async () => {
      const io = new MemoryIo();
      assertEquals(await history(["list", "--store", store], io), 2);
      const line = "--store must be a folder or postgres://…, found another kind of connection";
      assertEquals([io.error, io.out, io.files.size], [`error: ${line}\n`, "", 0]);
    });
  }
});
