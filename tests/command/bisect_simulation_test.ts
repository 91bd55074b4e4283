// How often a search is right, in rounds of noise as machines have it. Levels are simulated, and
// judged by the code that judges measured ones.
import { assert, assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { bisect } from "../../scripts/command/bisect/search.ts";
import type { BisectResult } from "../../scripts/verdict/bisection.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { type Levels, simulateLine } from "../helpers/simulated_commits.ts";
import type { Weather } from "../helpers/simulated_duet.ts";
import { lowerBound, trialsOf } from "../helpers/thorough.ts";

/** After the good one. */
const COMMITS = 64;

const WEATHERS: Readonly<Record<string, Weather>> = {
  quiet: {
    slice: (random) => 0.02 * random.normal(),
    process: (random) => 0.005 * random.normal(),
  },
  usual: {
    slice: (random) => 0.05 * random.normal(),
    process: (random) => 0.02 * random.normal(),
  },
  "two tiers of compilation": {
    slice: (random) => 0.03 * random.normal(),
    process: (random) => (random.chance(0.3) ? 0.03 : 0) + 0.005 * random.normal(),
  },
  "heavy tails": {
    slice: (random) => 0.03 * random.studentT(3),
    process: (random) => 0.012 * random.studentT(3),
  },
  "drift and a lead for the first": {
    slice: (random) => 0.02 * random.normal(),
    process: (random) => 0.01 * random.normal(),
    drift: { correlation: 0.95, deviation: 0.03 },
    firstSide: 0.01,
  },
  spikes: {
    slice: (random) => 0.02 * random.normal() + (random.chance(0.1) ? 0.5 : 0),
    process: (random) => 0.01 * random.normal(),
  },
};

/** A change, and the place from which it is there. */
interface Step {
  readonly place: number;
  readonly change: number;
}

/** Changes in their order, at different places. */
function plant(random: Random, changes: readonly number[]): Step[] {
  for (;;) {
    const places = changes.map(() => 1 + Math.floor(COMMITS * random.uniform()))
      .sort((a, b) => a - b);
    if (new Set(places).size < places.length) continue;
    return changes.map((change, index) => ({ change, place: places[index]! }));
  }
}

function levelsOf(steps: readonly Step[]): Levels {
  return Array.from(
    { length: COMMITS + 1 },
    (_, index) =>
      steps.filter(({ place }) => place <= index)
        .reduce((level, { change }) => level + Math.log1p(change), 0),
  );
}

/** The named commits in their order, with a plus between those that cannot be told apart. */
const namedBy = ({ culprits }: BisectResult) => culprits.map(({ commits }) => commits.join("+"));

/** Searches one line after another; those whose ends are not shown to differ have null for a result. */
async function* search(
  weather: Weather,
  changes: readonly number[],
  searches: number,
): AsyncGenerator<{ steps: Step[]; result: BisectResult | null; rounds: number }> {
  for (let seed = 1; seed <= searches; seed++) {
    const random = seeded(seed);
    const steps = plant(random, changes);
    const { commits, measurer, rounds } = simulateLine(random, weather, levelsOf(steps));
    const { results: [result = null] } = await bisect(commits, measurer);
    yield { steps, result, rounds: rounds() };
  }
}

/** The share of searches that name what was planted, and how many rounds one takes. */
async function rightOf(weather: Weather, changes: readonly number[], all: number) {
  const searches = trialsOf(all);
  let [right, total] = [0, 0];
  for await (const { steps, result, rounds } of search(weather, changes, searches)) {
    const wanted = steps.map(({ place }) => `c${place}`);
    if (result !== null && namedBy(result).join() === wanted.join()) right++;
    total += rounds;
  }
  return { right: right / searches, rounds: total / searches };
}

for (const [kind, weather] of Object.entries(WEATHERS)) {
  Deno.test(`one slowdown in 64 commits is named: ${kind}`, async () => {
    assertEquals((await rightOf(weather, [0.15], 150)).right, 1);
  });

  Deno.test(`two equal slowdowns in 64 commits are named: ${kind}`, async () => {
    for (const change of [0.15, 0.2, 0.5]) {
      const { right, rounds } = await rightOf(weather, [change, change], 100);
      assertGreaterOrEqual(right, lowerBound(0.98, 100));
      assertLessOrEqual(rounds, 200);
    }
  });

  Deno.test(`three equal slowdowns in 64 commits are named: ${kind}`, async () => {
    const { right, rounds } = await rightOf(weather, [0.2, 0.2, 0.2], 100);
    assertGreaterOrEqual(right, lowerBound(0.98, 100));
    assertLessOrEqual(rounds, 200);
  });

  Deno.test(`unequal slowdowns in 64 commits are named: ${kind}`, async () => {
    for (const changes of [[0.15, 1], [0.5, 0.2]]) {
      const { right } = await rightOf(weather, changes, 50);
      assertGreaterOrEqual(right, lowerBound(0.98, 50));
    }
  });

  Deno.test(`nothing is named that is no slowdown, where others take it back: ${kind}`, async () => {
    for (const changes of [[0.5, -0.2], [-0.2, 0.5], [0.3, 1 / 1.3 - 1, 0.3], [0.08, 0.08]]) {
      for await (const { steps, result } of search(weather, changes, trialsOf(50))) {
        if (result === null) continue;
        const slower = steps.filter(({ change }) => change > 0.1).map(({ place }) => `c${place}`);
        const named = namedBy(result);
        assert(named.every((one) => slower.includes(one)), `${named} of ${slower}`);
      }
    }
  });
}

Deno.test("of a slowdown that another commit takes back in part, what it takes back is known", async () => {
  for await (const { result } of search(WEATHERS["usual"]!, [0.5, -0.2], trialsOf(50))) {
    const rest = Math.log1p(result!.rest);
    assertLessOrEqual(Math.abs(rest - Math.log1p(-0.2)), 0.06);
    assertEquals(result!.culprits.length, 1);
  }
});

const loud: Weather = {
  slice: (random) => 0.1 * random.normal(),
  process: (random) => 0.04 * random.normal(),
};

Deno.test("two slowdowns near the threshold are named in much noise, too", async () => {
  const { right } = await rightOf(loud, [0.15, 0.15], 100);
  assertGreaterOrEqual(right, lowerBound(0.98, 100));
});

Deno.test("a search in noise that hides the change ends, and names nothing wrong", async () => {
  for await (const { steps, result, rounds } of search(loud, [0.08, 0.08], trialsOf(100))) {
    assertLessOrEqual(rounds, 1500);
    for (const { commits } of result?.culprits ?? []) {
      assert(steps.some(({ place }) => commits.includes(`c${place}`)));
    }
  }
});
