// The benchmarks of the generated project: that a slowdown planted as more units is what it says.
import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { units } from "../../benchmarks/evidence/project/units.ts";
import { filterOf, KINDS, UNITS } from "../../benchmarks/evidence/scenarios.ts";

type Run = () => unknown;

interface Instance {
  readonly benchmarks: ReadonlyMap<string, Run>;
  readonly remains: () => number;
}

/** The module anew, with state of its own. */
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

Deno.test("there are at least 12 kinds of work, each known by its name", async () => {
  assertGreaterOrEqual(KINDS.length, 12);
  assertEquals([...(await load("count")).benchmarks.keys()], KINDS);
});

Deno.test("filterOf() takes the kinds that it names, and no others", () => {
  const takenBy = (kinds: string[]) => {
    const [, expression] = /^\/(.*)\/$/.exec(filterOf(kinds))!;
    return [...KINDS, "bitmap", "maps"].filter((kind) => new RegExp(expression!).test(kind));
  };
  for (const kind of KINDS) assertEquals(takenBy([kind]), [kind]);
  assertEquals(takenBy(["json", "map"]), ["json", "map"]);
});

Deno.test("the unchanged version does the units that percentages are taken of", () => {
  assertEquals([...units], [UNITS]);
});

for (const name of (await load("names")).benchmarks.keys()) {
  Deno.test(`${name}: units are one endless row, however they are divided among calls`, async () => {
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
    assert(call.remains() !== start, "a unit leaves something behind");
  });
}
