// Checks that each command is killed at different moments, which are the same in every run.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { drawMoments, momentsFrom } from "./moments.ts";
import { THOROUGH } from "./thorough.ts";

const ONE = { count: 1, seed: 1 };

Deno.test("drawMoments() draws the same moments only for the same name and seed", () => {
  assertEquals(drawMoments("a", ONE), drawMoments("a", ONE));
  assertNotEquals(drawMoments("a", ONE), drawMoments("a", { count: 1, seed: 2 }));
  const names = Array.from({ length: 40 }, (_, index) => `history ${index}`);
  const drawn = names.flatMap((name) => drawMoments(name, ONE));
  const shares = drawn.map(({ share }) => share);
  assertEquals(new Set(shares).size, 40);
  assert(Math.min(...shares) < 0.2 && Math.max(...shares) > 0.8, `${shares}`);
  const withChildren = drawn.filter(({ withChildren }) => withChildren).length;
  assert(withChildren > 10 && withChildren < 30, `${withChildren} of 40`);
});

Deno.test("drawMoments() takes turns between killing the children and sparing them", () => {
  const kinds = drawMoments("a", { count: 4, seed: 1 }).map(({ withChildren }) => withChildren);
  assertEquals(kinds, [kinds[0], !kinds[0], kinds[0], !kinds[0]]);
});

Deno.test("momentsFrom() reads the number of moments and the seed", () => {
  assertEquals(momentsFrom(["--moments=100", "--seed=7"]), { count: 100, seed: 7 });
  assertEquals(momentsFrom(["--thorough"]), { count: THOROUGH ? 2 : 1, seed: 1 });
});
