import { assert, assertEquals } from "@std/assert";
import {
  type DoubleDouble,
  exactly,
  minus,
  over,
  plus,
  rounded,
  squareRoot,
  times,
} from "../helpers/double_double.ts";
import { seededRandom } from "./random.ts";

/** Returns a number times 2³⁰⁰ as a whole number, without error. */
function whole({ high, low }: DoubleDouble): bigint {
  return scaled(high) + scaled(low);
}

function scaled(value: number): bigint {
  const exponent = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value)));
  return BigInt(value * 2 ** (60 - exponent)) * 2n ** BigInt(240 + exponent);
}

const ONE = 2n ** 300n;

function assertNear(actual: bigint, wanted: bigint, what: string): void {
  const distance = actual > wanted ? actual - wanted : wanted - actual;
  const size = wanted < 0n ? -wanted : wanted;
  assert(distance * 2n ** 98n <= size, what);
}

Deno.test("double-doubles have 98 correct bits in sums, products, quotients and roots", () => {
  const random = seededRandom(1);
  const number = (): DoubleDouble => {
    const high = (random() + 0.5) * 2 ** Math.floor(20 * random() - 10);
    return plus(exactly(high), exactly(high * 2 ** -54 * (random() - 0.5)));
  };
  for (let i = 0; i < 1000; i++) {
    const a = number(), b = number(), what = `${JSON.stringify(a)}, ${JSON.stringify(b)}`;
    assertNear(whole(plus(a, b)), whole(a) + whole(b), `sum of ${what}`);
    assertNear(whole(times(a, b)), whole(a) * whole(b) / ONE, `product of ${what}`);
    assertNear(whole(over(a, b)), whole(a) * ONE / whole(b), `quotient of ${what}`);
    const root = whole(squareRoot(a));
    assertNear(root * root / ONE, whole(a), `root of ${what}`);
  }
});

Deno.test("double-doubles keep digits that a 64-bit float would lose", () => {
  const one = exactly(1), tiny = exactly(2 ** -80);
  assertEquals(rounded(minus(plus(one, tiny), one)), 2 ** -80);
  assertEquals(rounded(squareRoot(exactly(0))), 0);
});
