/**
 * A WebAssembly module that does nothing but fused multiply-adds on 128-bit vectors.
 *
 * @module
 */

/** Independent sums: enough to hide the latency of one, and with two factors they fit registers. */
const SUMS = 12;
/** Rounds over all sums in one turn of the loop, so that the loop itself costs nothing. */
const UNROLLED = 8;

/** What differs between the two kinds of numbers. */
interface Type {
  readonly lanes: number;
  readonly valueType: number;
  readonly splat: readonly number[];
  readonly add: readonly number[];
  readonly relaxedMadd: readonly number[];
  readonly firstLane: readonly number[];
  readonly one: readonly number[];
}

/** Four 32-bit lanes. */
export const FLOAT32: Type = {
  lanes: 4,
  valueType: 0x7d,
  splat: [0xfd, 0x13],
  add: [0xfd, 0xe4, 0x01],
  relaxedMadd: [0xfd, 0x85, 0x02],
  firstLane: [0xfd, 0x1f, 0],
  one: [0x43, 0, 0, 0x80, 0x3f],
};
/** Two 64-bit lanes. */
export const FLOAT64: Type = {
  lanes: 2,
  valueType: 0x7c,
  splat: [0xfd, 0x14],
  add: [0xfd, 0xf0, 0x01],
  relaxedMadd: [0xfd, 0x87, 0x02],
  firstLane: [0xfd, 0x21, 0],
  one: [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
};

/** Does `turns` of the loop and returns how many multiply-adds a lane has done. */
export type Run = (turns: number) => number;

/** Compiles the loop, or returns `undefined` if WebAssembly has no relaxed SIMD. */
export function multiplyAdds(type: Type): Run | undefined {
  const bytes = moduleBytes(type);
  if (!WebAssembly.validate(bytes)) return undefined;
  const run = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run as Run;
  // Every multiply-add counts up by one, so a loop that does less work than it claims cannot pass.
  if (run(10) !== 10 * SUMS * UNROLLED) throw new Error("The multiply-adds were not all done");
  return run;
}

/** Turns of the loop that make this many floating-point operations. */
export function turnsFor(type: Type, flops: number): number {
  return Math.ceil(flops / (2 * type.lanes * SUMS * UNROLLED));
}

/** A module whose function `run(turns)` returns how many multiply-adds a lane has done. */
function moduleBytes(type: Type): Uint8Array<ArrayBuffer> {
  // Locals: 0 turns, 1 and 2 the factors, 3 and on the sums.
  const factor = 1, firstSum = 3;
  const get = (local: number) => [0x20, local], set = (local: number) => [0x21, local];
  const sums = Array.from({ length: SUMS }, (_, i) => firstSum + i);
  const turn = sums.flatMap((sum) => [
    ...get(factor),
    ...get(factor + 1),
    ...get(sum),
    ...type.relaxedMadd,
    ...set(sum),
  ]);
  const body = [
    ...[1, firstSum - 1 + SUMS, 0x7b], // the locals but the parameter: all v128
    ...[...type.one, ...type.splat, ...set(factor)],
    ...[...type.one, ...type.splat, ...set(factor + 1)],
    ...[0x03, 0x40], // loop
    ...Array.from({ length: UNROLLED }, () => turn).flat(),
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0], // turns = turns - 1
    ...[0x0d, 0, 0x0b], // again unless 0; end of the loop
    ...get(firstSum),
    ...sums.slice(1).flatMap((sum) => [...get(sum), ...type.add]),
    ...type.firstLane,
    0x0b,
  ];
  const section = (id: number, content: number[]) => [id, ...unsigned(content.length), ...content];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic number and version
    ...section(1, [1, 0x60, 1, 0x7f, 1, type.valueType]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode("run"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** Seven bits a byte, lowest first; the eighth bit says that more follow. */
function unsigned(value: number): number[] {
  const out: number[] = [];
  for (; value > 127; value >>>= 7) out.push(value & 127 | 128);
  return [...out, value];
}
