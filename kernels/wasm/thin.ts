/**
 * Products of a few rows with a matrix, in WebAssembly.
 *
 * The matrix is read once and where it is. Packing it, as wasm/matmul.ts does, would take longer than
 * the product.
 */
import { type CombineArguments, FACTORS_BYTES, writeCombineRows } from "./combine_rows.ts";
import { ModuleBuilder } from "./emitter.ts";
import type { Target } from "./family.ts";
import type { LaneKind } from "./lanes.ts";
import { type RowArguments, writeMultiplyRows } from "./multiply_rows.ts";

/** The module's exports. Addresses and strides are in bytes, sizes in numbers. */
export interface ThinExports {
  /**
   * Adds up multiples of the matrix's rows. Each element is added up in the same order as by
   * wasm/matmul.ts.
   */
  combineRows(...args: CombineArguments): void;
  /** Multiplies with each row of the matrix. */
  multiplyRows(...args: RowArguments): void;
}

/** Bytes of memory that the module needs for itself. */
export const THIN_SCRATCH: number = FACTORS_BYTES;

/** Writes the module for one kind of number. */
export function writeThin(
  kind: LaneKind,
  { memory, fused, scratch }: Target,
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(memory);
  writeCombineRows(module, kind, fused, scratch);
  writeMultiplyRows(module, kind, fused);
  return module.finish();
}
