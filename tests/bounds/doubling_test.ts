// The helper of the other tests here, by a clock that each run moves as far as the test says.
import { assertEquals, AssertionError, assertRejects } from "@std/assert";
import { assertLinear } from "./doubling.ts";

/** Times of runs, in milliseconds, by the size and by how many runs of that size came before. */
type Took = (size: number, before: number) => number;

/** Asserts that runs with such times are linear. Returns the sizes that ran. */
async function run(
  wallMs: Took,
  { cpuMs = wallMs, largest = 1 << 15 }: { cpuMs?: Took; largest?: number } = {},
): Promise<number[]> {
  const clock = { wallMs: 0, cpuMs: 0 };
  const sizes: number[] = [];
  await assertLinear("reading", (size) => size, (size) => {
    const before = sizes.filter((other) => other === size).length;
    clock.wallMs += wallMs(size, before);
    clock.cpuMs += cpuMs(size, before);
    sizes.push(size);
  }, { now: () => ({ ...clock }), largest });
  return sizes;
}

const LINEAR: Took = (size) => size / 1000;
const QUADRATIC: Took = (size) => size ** 2 / 1e6;

Deno.test("assertLinear() accepts what takes four times as long for four times as much", async () => {
  const sizes = await run((size) => 3 + size / 1000);
  assertEquals(sizes, [256, 256, 1024, 4096, 4096, 16_384]);
});

Deno.test("assertLinear() accepts a little more than linear, such as a sort", async () => {
  await run((size) => size * Math.log(size) / 1000);
});

Deno.test("assertLinear() accepts what is done at once with a lot", async () => {
  assertEquals(await run(() => 0.01), [256, 256, 4096, 32_768]);
  assertEquals(await run(() => 0.01, { largest: 4096 }), [256, 256, 4096]);
});

Deno.test("assertLinear() refuses what takes sixteen times as long for four times as much", async () => {
  const error = await assertRejects(() => run(QUADRATIC), AssertionError);
  assertEquals(
    error.message.startsWith("reading: 4 times as much takes too many times as long: 16."),
    true,
    error.message,
  );
});

Deno.test("assertLinear() refuses what is quadratic from some size on", async () => {
  await assertRejects(
    () => run((size) => size < 8000 ? LINEAR(size, 0) : QUADRATIC(size, 0)),
    AssertionError,
  );
});

Deno.test("assertLinear() refuses what is quadratic although the first run was disturbed", async () => {
  // The size at which the first run takes so long that it seems large enough.
  const disturbed: Took = (size, before) =>
    QUADRATIC(size, 0) + (size > 256 && before === 0 ? 200 : 0);
  await assertRejects(() => run(disturbed), AssertionError);
});

Deno.test("assertLinear() accepts what is linear although single runs were disturbed", async () => {
  const disturbed: Took = (size, before) => LINEAR(size, 0) * (size > 4096 && before === 0 ? 9 : 1);
  const sizes = await run(disturbed);
  assertEquals(sizes, [256, 256, 1024, 4096, 4096, 16_384, 4096, 4096, 16_384, 16_384]);
});

Deno.test("assertLinear() believes the clock that shows less, since the other one counts others", async () => {
  await run(QUADRATIC, { cpuMs: LINEAR });
  await run(LINEAR, { cpuMs: QUADRATIC });
});
