/** A part of the benchmarks, for one of several machines. @module */
import { Failure } from "./failure.ts";
import { type BenchmarkIdentity, identityKey } from "./identity.ts";
import { quoteValue } from "./validate.ts";

/** One of several parts. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  /** How many there are. */
  readonly total: number;
}

/** The most parts that there can be. */
export const MOST_SHARDS = 1000;

/**
 * Reads `K/N`.
 *
 * @throws {Failure} If it is something else.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseShard("2/3"), { index: 2, total: 3 });
 * ```
 */
export function parseShard(text: string): Shard {
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && total !== undefined && total <= MOST_SHARDS) {
    if (index >= 1 && index <= total) return { index, total };
  }
  throw new Failure(
    `--shard must be K/N, part K of N with K from 1 to N and N up to ${MOST_SHARDS}, found ${
      quoteValue(text)
    }`,
  );
}

/**
 * Whether a benchmark belongs to a part. Only its identity decides, so two versions agree and a new
 * benchmark moves no other.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const sort = { file: "a_bench.ts", group: null, name: "sort" };
 * const parts = [1, 2, 3].filter((index) => isInShard(sort, { index, total: 3 }));
 * assertEquals(parts.length, 1);
 * ```
 */
export function isInShard(identity: BenchmarkIdentity, { index, total }: Shard): boolean {
  return hash(identityKey(identity)) % total === index - 1;
}

/** FNV-1a of the UTF-16 units, 32 bits, its bits mixed once more (MurmurHash3's finalizer). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
