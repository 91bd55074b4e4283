/** Observations on the calls of a benchmark other than their profile. @module */
import type { MegamorphicAccess } from "./inline_caches.ts";

/** How often one call of the benchmark calls a function. */
export interface CallCount {
  /** URL of its module. */
  readonly url: string;
  readonly name: string;
  readonly calls: number;
}

/** Observations on the calls of a benchmark. */
export interface ObservedCalls {
  /** For functions whose name is unique in their module. */
  readonly counts: readonly CallCount[];
  /** Property accesses on objects of many shapes. */
  readonly megamorphic: readonly MegamorphicAccess[];
}
