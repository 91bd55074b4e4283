// Checks the benchmarks of the generated project: planting more units slows a benchmark
// accordingly.
import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { units } from "../../benchmarks/evidence/project/units.ts";
import { filterOf, KINDS, UNITS } from "../../benchmarks/evidence/scenarios.ts";

type Run = () => unknown;

interface Instance {
  readonly benchmarks: ReadonlyMap<string, Run>;
  readonly remains: () => number;
}

/** Loads a fresh instance of the module. */
async function load(instance: string): Promise<Instance> {
  const benchmarks = new Map<string, Run>();
  const bench = Deno.bench;
  Object.assign(Deno, { bench: (name: string, run: Run) => void benchmarks.set(name, run) });
  try {
    const url = new URL(`../../benchmarks/evidence/project/kinds.ts?${instance}`, import.meta.url);
    const { remains } = await import(url.href) as Pick<Instance, "remains">;
    return { benchmarks, remains };
  } finally {
    Object.assign(Deno, { bench });
  }
}

Deno.test("there are at least 12 kinds of work, each with its own name", async () => {
  assertGreaterOrEqual(KINDS.length, 12);
  assertEquals([...(await load("count")).benchmarks.keys()], KINDS);
});

Deno.test("filterOf() selects exactly the kinds that it names", () => {
  const takenBy = (kinds: string[]) => {
    const [, expression] = /^\/(.*)\/$/.exec(filterOf(kinds))!;
    return [...KINDS, "bitmap", "maps"].filter((kind) => new RegExp(expression!).test(kind));
  };
  for (const kind of KINDS) assertEquals(takenBy([kind]), [kind]);
  assertEquals(takenBy(["json", "map"]), ["json", "map"]);
});

Deno.test("the unchanged version does the number of units that percentages refer to", () => {
  assertEquals([...units], [UNITS]);
});

for (const name of (await load("names")).benchmarks.keys()) {
  Deno.test(`${name}: the state after some units does not depend on how calls divide them`, async () => {
    const [calls, call] = [await load(`${name}, calls`), await load(`${name}, call`)];
    const start = call.remains();
    assertEquals(calls.remains(), start);
    try {
      for (const count of [1, 2, 4]) {
        units[0] = count;
        await calls.benchmarks.get(name)!();
      }
      units[0] = 7;
      await call.benchmarks.get(name)!();
    } finally {
      units[0] = UNITS;
    }
    assertEquals(calls.remains(), call.remains());
    assert(call.remains() !== start, "a unit changes the state");
  });
}
