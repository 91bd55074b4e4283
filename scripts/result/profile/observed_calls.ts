/** What calls of a benchmark show besides their profile. @module */
import type { MegamorphicAccess } from "./inline_caches.ts";

/** How often a function is called by a call of the benchmark. */
export interface CallCount {
  /** URL of its module. */
  readonly url: string;
  readonly name: string;
  readonly calls: number;
}

/** What calls of a benchmark show. */
export interface ObservedCalls {
  /** Of functions whose name no other one of their module has. */
  readonly counts: readonly CallCount[];
  /** Accesses to properties of objects of many shapes. */
  readonly megamorphic: readonly MegamorphicAccess[];
}
