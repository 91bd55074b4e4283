/** Makes the arrays with which kernels are tested. */

/** Any array that a kernel takes. */
export type Made = Float32Array | Float64Array | Uint32Array;

/** Makes arrays for a kernel. */
export interface Maker {
  input(length: number, seed: number): Float32Array;
  output(length: number): Float32Array;
  output64(length: number): Float64Array;
  whole(values: readonly number[]): Uint32Array;
}
