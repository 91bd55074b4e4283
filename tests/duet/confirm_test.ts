// Flagged benchmarks are measured again in fresh processes.
import { assert, assertEquals } from "@std/assert";
import { confirmFlagged } from "../../scripts/duet/confirm.ts";
import { type Duet, type OpenDuet, SideError } from "../../scripts/duet/duet.ts";
import { withDefaults } from "../../scripts/duet/options.ts";
import { LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { pretend, PRETENDED, type Request } from "../helpers/pretend_duet.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";

const slower = [0.19, 0.2, 0.21, 0.2, 0.19, 0.21];
const same = [0.01, -0.01, 0, 0.01, -0.01, 0];

Deno.test("confirmFlagged() measures flagged benchmarks, the largest slowdown first", async () => {
  const benchmarks = [
    judged("small", slower),
    judged("none", same),
    judged("large", slower.map((change) => change + 1)),
  ];
  const confirmed: string[] = [];
  const options = withDefaults({
    baseline: { ref: "main" },
    onEvent(event) {
      if (event.kind !== "round" || !event.confirming) return;
      if (event.round === 1) confirmed.push(event.benchmark.identity.name);
    },
  });
  let opened = 0;
  const openDuet = () => {
    opened++;
    return Promise.resolve(pretend((name) => name === "current" ? 0.6 : 0.5));
  };
  await confirmFlagged(benchmarks, { ...PRETENDED, openDuet }, options);
  assertEquals(confirmed, ["large", "small"]);
  assertEquals(opened, LOOKS[0], "benchmarks of one file share their processes");
  const counts = benchmarks.map(({ confirmation }) => confirmation.length);
  assertEquals(counts, [LOOKS[0], 0, LOOKS[0]]);
});

Deno.test("confirmFlagged() continues with the next file once one is confirmed", async () => {
  const inFile = (name: string, file: string, more: number) => {
    const benchmark = judged(name, slower.map((change) => change + more));
    const place = { ...benchmark.places.baseline!, file };
    return { ...benchmark, places: { baseline: place, current: place } };
  };
  const benchmarks = [
    inFile("small", "b_bench.ts", 0),
    inFile("largest", "a_bench.ts", 2),
    inFile("beside it", "a_bench.ts", 1),
  ];
  const opened: string[] = [];
  const openDuet: OpenDuet = ({ files }) => {
    opened.push(files.current);
    return Promise.resolve(pretend((name) => name === "current" ? 0.6 : 0.5));
  };
  const options = withDefaults({ baseline: { ref: "main" } });
  await confirmFlagged(benchmarks, { ...PRETENDED, openDuet }, options);
  const times = (file: string) => Array<string>(LOOKS[0]!).fill(file);
  assertEquals(opened, [...times("a_bench.ts"), ...times("b_bench.ts")]);
});

Deno.test("confirmFlagged() gives up a benchmark that fails, and confirms the rest of its file", async () => {
  const bad = judged("bad", slower);
  const place = { ...bad.places.current!, ordinal: 1 };
  const benchmarks = [
    { ...bad, places: { ...bad.places, current: place } },
    judged("good", slower),
  ];
  const openDuet = () => {
    const duet = pretend((name) => name === "current" ? 0.6 : 0.5);
    const slice: Duet["slice"] = (side, asked, calls, marks) =>
      asked === place
        ? Promise.reject(new SideError("current", "boom", false))
        : duet.slice(side, asked, calls, marks);
    return Promise.resolve({ ...duet, slice });
  };
  const options = withDefaults({ baseline: { ref: "main" } });
  await confirmFlagged(benchmarks, { ...PRETENDED, openDuet }, options);
  assertEquals(benchmarks[0]!.failure, { side: "current", message: "boom" });
  assertEquals(benchmarks.map(({ confirmation }) => confirmation.length), [0, LOOKS[0]]);
});

Deno.test("confirmFlagged() times the same part as the earlier rounds", async (t) => {
  for (const marks of [true, false]) {
    await t.step(marks ? "the part between marks" : "whole calls", async () => {
      const rounds = roundsOf(slower).map((round) => ({ ...round, marks }));
      const requests: Request[] = [];
      // Left to itself, a round would take calls of either length for the other kind.
      const perCall = marks ? 1e-3 : 0.5;
      const openDuet = () => Promise.resolve(pretend(() => perCall, requests));
      const benchmark = judged("a", slower, { rounds });
      const options = withDefaults({ baseline: { ref: "main" } });
      await confirmFlagged([benchmark], { ...PRETENDED, openDuet }, options);
      assert(requests.length > 0);
      assertEquals(requests.filter((request) => request.marks !== marks), []);
    });
  }
});
