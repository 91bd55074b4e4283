import { assertEquals, assertRejects } from "@std/assert";
import { mapAtOnce } from "../../scripts/measure/at_once.ts";

const { signal } = new AbortController();

Deno.test("mapAtOnce() works on two items at a time, and keeps the order of the results", async () => {
  let running = 0;
  const counts: number[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const work = async (item: number) => {
    counts.push(++running);
    const end = Promise.withResolvers<void>();
    ends.push(end);
    // Of two items, the first one ends last.
    if (ends.length % 2 === 0) { for (const one of ends.slice(-2).reverse()) one.resolve(); }
    await end.promise;
    running--;
    return item * 10;
  };
  assertEquals(await mapAtOnce([1, 2, 3, 4], work, signal), [10, 20, 30, 40]);
  assertEquals(Math.max(...counts), 2);
  assertEquals(await mapAtOnce([], work, signal), []);
});

Deno.test("mapAtOnce() begins no further items after it is aborted, and throws errors of its work", async () => {
  const controller = new AbortController();
  const begun: number[] = [];
  const stop = (item: number) => {
    begun.push(item);
    if (item === 2) controller.abort(new Error("enough"));
    return Promise.resolve();
  };
  await assertRejects(() => mapAtOnce([1, 2, 3, 4], stop, controller.signal), Error, "enough");
  assertEquals(begun, [1, 2]);
  const broken = () => Promise.reject(new TypeError("broken"));
  await assertRejects(() => mapAtOnce([1], broken, signal), TypeError, "broken");
});
