// Hosts that run. They rely in part on behaviour that Deno does not document.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { HostError, HostProcess } from "../../scripts/measure/host_process.ts";
import { listFile } from "../../scripts/measure/list_file.ts";
import type { HostRequest } from "../../scripts/measure/inside/host.ts";
import { hostOptions } from "../helpers/host_options.ts";
import { impostorOf } from "../helpers/impostor.ts";
import { BUSY, HANG, Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";

/** Loads a file in a host. `call` calls its benchmarks by their names. */
async function withHost(
  text: string,
  use: (call: (name: string, more?: Partial<HostRequest>) => Promise<number[]>) => Promise<void>,
): Promise<void> {
  await using project = await Project.create({ "a_bench.ts": BUSY + text });
  const host = await HostProcess.start(hostOptions(project, "a_bench.ts"));
  try {
    await use(async (name, more = {}) => {
      const ordinal = host.registrations.findIndex((one) => one.name === name);
      const request = { action: "time", ordinal, calls: 1, marks: true, ...more } as const;
      return await host.request(request) as number[];
    });
  } finally {
    await host.close();
  }
}

/** Returns the message of what a called benchmark throws. */
async function thrownBy(call: () => Promise<unknown>): Promise<string> {
  const error = await assertRejects(call, HostError);
  assertEquals(error.ended, false);
  return error.message;
}

Deno.test("HostProcess.start() accepts flags about types, which a host does not need", async () => {
  await using project = await Project.create({ "a_bench.ts": 'Deno.bench("a", () => {});' });
  for (const flag of ["--check", "--no-check", "--check=all"]) {
    const host = await HostProcess.start(hostOptions(project, "a_bench.ts", { flags: [flag] }));
    assertEquals(host.registrations.length, 1);
    await host.close();
  }
});

Deno.test("HostProcess.start() fails if a file throws after its benchmarks", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench("a", () => {});\nthrow new Error("boom");',
  });
  const error = await assertRejects(
    () => HostProcess.start(hostOptions(project, "a_bench.ts")),
    HostError,
    "Error: boom at file:",
  );
  assertEquals(error.ended, true);
});

Deno.test("listFile() and HostProcess.start() throw the reason of their signal", async () => {
  await using project = await Project.create({ "a_bench.ts": HANG });
  for (const run of [listFile, HostProcess.start]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new RangeError("enough")), 200);
    const { signal } = controller;
    await assertRejects(
      () => run(hostOptions(project, "a_bench.ts", { signal })),
      RangeError,
      "enough",
    );
  }
});

Deno.test({
  ...needs(
    "signals",
    "a host is not blamed if a signal ends it before this process receives that signal",
  ),
  async fn() {
    await using project = await Project.create({
      "a_bench.ts": 'Deno.bench("a", () => Deno.kill(Deno.pid, "SIGINT"));',
    });
    const controller = new AbortController();
    const call = async (heard: () => void) => {
      const { signal } = controller;
      const options = hostOptions(project, "a_bench.ts", { flags: ["--allow-run"], signal });
      const host = await HostProcess.start(options);
      try {
        heard();
        await host.request({ action: "time", ordinal: 0, calls: 1, marks: true });
      } finally {
        await host.close();
      }
    };
    const error = await assertRejects(() => call(() => {}), HostError);
    assertEquals(error.ended, true);
    const later = () => {
      setTimeout(() => controller.abort(new RangeError("enough")), 200);
    };
    await assertRejects(() => call(later), RangeError, "enough");
  },
});

Deno.test("b.start() and b.end() do what they do in deno bench", async (t) => {
  await withHost(
    `
let kept: Deno.BenchContext, start: () => void, calls = 0;
Deno.bench("both", (b) => { busy(2); b.start(); busy(1); b.end(); busy(2); });
Deno.bench("asynchronous", async (b) => { await 1; busy(2); b.start(); await 1; busy(1); b.end(); });
Deno.bench("start alone", (b) => { busy(2); b.start(); busy(1); });
Deno.bench("end alone", (b) => { busy(1); b.end(); busy(2); });
Deno.bench("neither", () => { busy(1); });
Deno.bench("now and then", (b) => { busy(2); if (++calls > 2) b.start(); busy(1); });
Deno.bench("two starts", (b) => { b.start(); b.start(); });
Deno.bench("two ends", (b) => { b.end(); b.end(); });
Deno.bench("end before start", (b) => { b.end(); busy(1); b.start(); });
Deno.bench("keeps", (b) => { kept = b; });
Deno.bench("uses another's", () => { kept.end(); });
Deno.bench("keeps start", (b) => { start ??= b.start; start(); });
`,
    async (call) => {
      const rows: [name: string, timedMs: number, callMs: number][] = [
        ["both", 1, 5],
        ["asynchronous", 1, 3],
        ["start alone", 1, 3],
        ["end alone", 1, 3],
        ["neither", 1, 1],
      ];
      for (const [name, timedMs, callMs] of rows) {
        await t.step(name, async () => {
          for (const calls of [1, 4]) {
            const [elapsed, processor, wall] = await call(name, { calls });
            const leftOutMs = calls * (callMs - timedMs);
            assertGreaterOrEqual(elapsed!, calls * timedMs);
            // The time that is left out does not count, however busy the machine is.
            assertGreaterOrEqual(wall!, elapsed! + leftOutMs);
            assert(processor! > 0 || calls === 1);
            const [ignored, , whole] = await call(name, { calls, marks: false });
            assertGreaterOrEqual(ignored!, calls * callMs);
            assertGreaterOrEqual(whole!, ignored!);
          }
        });
      }
      await t.step("now and then", async () => {
        // The first calls have no mark. Marks begin in the middle of a slice.
        await call("now and then");
        await call("now and then", { calls: 4 });
        const [elapsed, , wall] = await call("now and then", { calls: 4 });
        assertGreaterOrEqual(wall!, elapsed! + 8);
      });
      const type = (rest: string) => `TypeError: ${rest}`;
      const failures: [name: string, message: string][] = [
        ["two starts", type("BenchContext::start() has already been invoked")],
        ["two ends", type("BenchContext::end() has already been invoked")],
        ["end before start", "RangeError: b.end() was called before b.start()"],
        [
          "uses another's",
          type("The benchmark which this context belongs to is not being executed"),
        ],
      ];
      await call("keeps");
      for (const [name, message] of failures) {
        await t.step(name, async () => {
          assertEquals(await thrownBy(() => call(name)), message);
          if (name === "uses another's") return;
          await call(name, { marks: false, calls: 3 });
          assertEquals(await thrownBy(() => call(name)), message);
        });
      }
      await t.step("a b.start() that is kept, while marks are ignored", async () => {
        await call("keeps start", { calls: 3 });
        assertEquals(
          await thrownBy(() => call("keeps start", { marks: false, calls: 2 })),
          type("BenchContext::start() has already been invoked"),
        );
      });
    },
  );
});

Deno.test("a host makes the requested calls, and reports what a benchmark throws", async () => {
  await withHost(
    `
let calls = 0, set = 0, seldom = 0;
addEventListener("load", () => { set++; });
addEventListener("load", async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  set++;
});
Deno.bench("counts", () => { calls++; });
Deno.bench("seldom", { n: 3 }, () => { seldom++; busy(12); });
Deno.bench("tells", () => { throw [calls, set, seldom]; });
Deno.bench("text", () => { throw "text"; });
Deno.bench("nothing", async () => { throw null; });
Deno.bench("empty", () => { throw new Error(""); });
Deno.bench("exits", () => { Deno.exit(3); });
Deno.bench("lacks", () => { Deno.env.get("A"); });
`,
    async (call) => {
      await call("counts", { calls: 5 });
      await call("counts", { calls: 7, marks: false });
      const [floor] = await call("counts", { action: "floor", calls: 1000, marks: false });
      assertLess(0, floor!);
      await call("counts", { action: "floor", calls: 1000 });
      // As in deno bench: 1 warm-up call, 1 in the 10 ms that follow, and 3. None for the heap.
      const samples = await call("seldom", { action: "sample" });
      assertEquals(samples[2], null);
      assertEquals(await thrownBy(() => call("tells")), "threw [12,2,5]");
      assertEquals(await thrownBy(() => call("text")), 'threw "text"');
      assertEquals(await thrownBy(() => call("nothing")), "threw null");
      assertEquals(await thrownBy(() => call("empty")), "Error without a message");
      assertStringIncludes(await thrownBy(() => call("exits")), "called Deno.exit(3)");
      assertStringIncludes(
        await thrownBy(() => call("lacks")),
        'env access to "A" (put flags for Deno after --, as in: -- --allow-env)',
      );
    },
  );
});

Deno.test("a host samples the marked part and the heap", async () => {
  await withHost(
    `
const kept: unknown[] = [];
Deno.bench("marked", (b) => { busy(3); b.start(); busy(1); b.end(); });
Deno.bench("allocates", () => { kept[0] = new Array(100).fill(0); });
`,
    async (call) => {
      const [median, , heap] = await call("marked", { action: "sample" });
      const [whole] = await call("marked", { marks: false });
      assertGreaterOrEqual(median!, 1);
      assertGreaterOrEqual(whole!, 4);
      assertGreaterOrEqual(heap!, 0);
      const [, , bytes] = await call("allocates", { action: "sample" });
      assertAlmostEquals(bytes!, 900, 200);
      const [same] = await call("allocates", { action: "heap", calls: 1000, marks: false });
      assertAlmostEquals(same!, 900, 200);
    },
  );
});

Deno.test("a file can neither disable a host nor send reports in its name", async () => {
  await withHost(
    `
const settings = (globalThis as { benchlineSettings?: unknown }).benchlineSettings;
const megabyte = new Uint8Array(1 << 20).fill(120);
const write = Deno.stderr.writeSync.bind(Deno.stderr);
for (let written = 0; written < 20; written++) write(megabyte);
const no = () => { throw new Error("taken away"); };
Object.assign(JSON, { stringify: no, parse: no });
Object.assign(Deno.stderr, { writeSync: no });
Object.assign(Deno.stdin, { readSync: no });
Object.assign(TextEncoder.prototype, { encode: no });
Object.assign(Uint8Array.prototype, { subarray: no });
Object.assign(Object, { keys: no });
Object.assign(Object.prototype, { toJSON: no });
Object.assign(Array.prototype, { toJSON: no });
Object.assign(Array, { isArray: no });
Object.assign(String, { fromCharCode: no });
Object.assign(performance, { now: no });
Object.assign(globalThis, { setTimeout: no });
Deno.bench("told", () => { throw settings; });
Deno.bench("fine", () => {});
Deno.bench("loud", () => { for (let written = 0; written < 20; written++) write(megabyte); });
`,
    async (call) => {
      const [elapsed] = await call("fine", { calls: 1000, marks: false });
      assertLess(0, elapsed!);
      await call("loud");
      assertEquals(await thrownBy(() => call("told")), "threw undefined");
    },
  );
});

Deno.test("an error after a call has returned ends a host, with its reason", async () => {
  const rows = [
    ['() => Promise.reject(new Error("rejected"))', "Error: rejected"],
    ['() => { queueMicrotask(() => { throw new Error("later"); }); }', "Error: later"],
    ["() => { if (++calls === 5) void Promise.reject(5); }", "threw 5"],
  ] as const;
  for (const [fn, message] of rows) {
    await withHost(`let calls = 0; void calls; Deno.bench("a", ${fn});`, async (call) => {
      const error = await assertRejects(() => call("a", { calls: 5 }), HostError);
      assertEquals([error.message, error.ended], [message, true]);
    });
  }
});

Deno.test("a promise that nothing can settle ends a host, with its reason", async () => {
  await withHost('Deno.bench("a", async () => await new Promise(() => {}));', async (call) => {
    await assertRejects(() => call("a"), HostError, "its promise never settles");
  });
});

Deno.test("a report out of order ends a host, with its reason", async (t) => {
  await using project = await Project.create();
  const unreadable = "the process answered with a line that cannot be read";
  const loaded = '{"kind":"loaded","draws":0}';
  const rows: [what: string, lines: string[], message: string][] = [
    ["half a line", ['{"kind":'], unreadable],
    ["an event of another kind", ['{"kind":"more"}'], unreadable],
    ["an event with a wrong field", ['{"kind":"loaded","draws":"0"}'], unreadable],
    ["a line without end", ["LONG"], unreadable],
    [
      "an answer before a request",
      [loaded, '{"kind":"reply","id":0,"values":[1,1,1]}'],
      "the process sent an answer to no request",
    ],
    [
      "an answer with a wrong field",
      [loaded, '{"kind":"reply","id":1,"values":[{}]}'],
      unreadable,
    ],
    [
      "a refusal of another request",
      [loaded, '{"kind":"refusal","id":2,"message":"no"}'],
      "the process sent an answer to no request",
    ],
  ];
  for (const [what, lines, message] of rows) {
    await t.step(what, async () => {
      const sent = JSON.stringify(lines);
      const script = `for (const line of ${sent}) send(line.replace("LONG", "[".repeat(3 << 20)));`;
      const options = hostOptions(project, "a_bench.ts", { command: impostorOf(script) });
      const ask = async () => {
        const host = await HostProcess.start(options);
        try {
          await host.request({ action: "time", ordinal: 0, calls: 1, marks: true });
        } finally {
          await host.close();
        }
      };
      const error = await assertRejects(ask, HostError);
      assertEquals([error.message, error.ended], [message, true]);
      if (lines[0] !== loaded) assertEquals((await listFile(options)).cause, message);
    });
  }
});
