/** Shortens identities by the parts that all in a report share. @module */
import {
  type BenchmarkIdentity,
  identityKey,
  identityOf,
  isAbsolute,
  type NamedBenchmark,
} from "../result/identity.ts";

/**
 * Leaves out the folders that all absolute paths begin with, and the parts of names that only say
 * how benchmarks were run. Each is left out for all of them or, if two would then look alike, for
 * none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const [cart, order] = shortenIdentities([
 *   { file: "/w/shop/cart/sum.ts", group: null, name: "sum-8", short_name: "sum" },
 *   { file: "/w/shop/order/sum.ts", group: null, name: "sum-8", short_name: "sum" },
 * ]);
 * assertEquals(cart, { file: "cart/sum.ts", group: null, name: "sum" });
 * assertEquals(order, { file: "order/sum.ts", group: null, name: "sum" });
 * ```
 */
export function shortenIdentities(
  benchmarks: readonly NamedBenchmark[],
): readonly BenchmarkIdentity[] {
  const front = commonFront(
    benchmarks.flatMap(({ file }) => file !== null && isAbsolute(file) ? file : []),
  );
  const whole = benchmarks.map(identityOf);
  const inFront = ifDistinct(
    whole,
    whole.map((one) => ({
      ...one,
      file: one.file !== null && isAbsolute(one.file) ? one.file.slice(front) : one.file,
    })),
  );
  return ifDistinct(
    inFront,
    inFront.map((one, index) => ({ ...one, name: benchmarks[index]!.short_name ?? one.name })),
  );
}

/** The shorter forms, unless two benchmarks have the same. Mostly, nothing is shorter. */
function ifDistinct(
  whole: readonly BenchmarkIdentity[],
  shorter: readonly BenchmarkIdentity[],
): readonly BenchmarkIdentity[] {
  if (
    shorter.every(({ file, name }, index) =>
      file === whole[index]!.file && name === whole[index]!.name
    )
  ) {
    return whole;
  }
  const count = (those: readonly BenchmarkIdentity[]) => new Set(those.map(identityKey)).size;
  return count(shorter) === count(whole) ? shorter : whole;
}

/** Length of the folders that all paths begin with; 0 if that is only the root or a drive. */
function commonFront(paths: readonly string[]): number {
  const [first = "", ...others] = paths;
  const folders = first.split("/").slice(0, -1);
  let common = folders.length;
  for (const path of others) {
    const own = path.split("/").slice(0, -1);
    const differing = folders.findIndex((folder, index) => folder !== own[index]);
    if (differing >= 0) common = Math.min(common, differing);
  }
  return common < 2 ? 0 : folders.slice(0, common).join("/").length + 1;
}
