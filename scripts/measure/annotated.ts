/**
 * What one call of a benchmark does, so that reports can say GFLOP/s, GB/s or rows per second.
 *
 * Each is a count per call, a finite number > 0.
 */
export interface Work {
  /**
   * Operations in the unit named by `unit`, for example rows read. By default, one call is one
   * operation.
   */
  readonly operations?: number;
  /** What `operations` counts, in the plural: `"rows"`, `"parameters"`. */
  readonly unit?: string;
  /** Bytes read and written. */
  readonly bytes?: number;
  /** Floating-point operations; a fused multiply-add counts as two. */
  readonly flops?: number;
}

/** A `Deno.bench` definition with a description and the work of a call. */
export interface AnnotatedDefinition extends Deno.BenchDefinition {
  /** One sentence on what is measured. */
  readonly description?: string;
  /** What one call does. */
  readonly work?: Work;
}

/**
 * Adds a description and the work of a call to a benchmark. The file stays valid for `deno bench`
 * alone, since `Deno.bench` ignores unknown properties.
 *
 * @param definition A definition as for `Deno.bench`, with `description` and `work` added.
 * @returns The same object.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const definition = annotated({
 *   name: "sum of 1,000 numbers",
 *   description: "left to right, no unrolling",
 *   work: { flops: 999, bytes: 8000 },
 *   fn() {},
 * });
 * assertEquals(definition.name, "sum of 1,000 numbers");
 * // Deno.bench(definition);
 * ```
 */
export function annotated(definition: AnnotatedDefinition): Deno.BenchDefinition {
  return definition;
}
