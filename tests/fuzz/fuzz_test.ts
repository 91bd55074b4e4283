// Some seconds of `deno task fuzz`, and a check that it would find a fault.
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { fuzz, tryAgain } from "./fuzz.ts";
import { trialsOf } from "../helpers/thorough.ts";
import { BrokenPromise, PROMISES } from "./oracle.ts";
import { target } from "./target.ts";
import { makeTargets } from "./targets.ts";

const SEED = 14;
const SECONDS = trialsOf(5);

Deno.test("some seconds of inputs of every kind break no promise", async () => {
  const targets = makeTargets();
  const { tried, found } = await fuzz(targets, SEED, SECONDS);
  assertEquals(found.map(({ target, input, error }) => `${target}: ${input}\n${error}`), []);
  assertEquals(tried.size, targets.length);
  assert([...tried.values()].every((count) => count > 0));
});

/** Breaks a promise for every text with an exclamation mark. */
const planted = target(
  "planted",
  fc.string({ minLength: 1 }),
  (text) =>
    text.includes("!")
      ? Promise.reject(new BrokenPromise("kept", JSON.stringify(text)))
      : Promise.resolve(),
);
const sound = target("sound", fc.string(), () => Promise.resolve());

/** Breaks a promise from its second batch on. Then no target is left, so `fuzz()` ends. */
function plantLater() {
  let runs = 0;
  return target(
    "planted later",
    fc.string(),
    () => ++runs > 15 ? Promise.reject(new BrokenPromise("kept", "some text")) : Promise.resolve(),
  );
}

Deno.test("fuzz() finds a fault, makes its input small and says how to see it again", async () => {
  const { tried, found } = await fuzz([planted, plantLater()], 4, 60);
  const [fault, later, ...others] = found;
  assertEquals([fault!.target, fault!.input, others], ["planted", '"!"', []]);
  assertMatch(fault!.error, new RegExp(`${PROMISES.kept.replace(/\.$/, "")}.*"!"`));
  const again = await tryAgain(planted, fault!.seed, fault!.path);
  assertEquals({ ...again, error: "" }, { ...fault, error: "" });
  // A target that has failed is not tried again.
  assertEquals(later!.target, "planted later");
  assertLess(tried.get("planted")!, 10);
  assertEquals(tried.get("planted later"), 16);
});

Deno.test("fuzz() tries the same inputs for the same seed, and all targets without any time", async () => {
  const inputs = async (seed: number) => {
    const seen: string[] = [];
    const record = target("a text", fc.string(), (text) => Promise.resolve(void seen.push(text)));
    const { tried } = await fuzz([record, sound], seed, 0);
    assert(tried.get("sound")! > 0);
    return seen;
  };
  const [first, again, other] = [await inputs(1), await inputs(1), await inputs(2)];
  assertEquals(again, first);
  assert(other.join() !== first.join());
});
