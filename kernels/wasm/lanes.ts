/** Vectors of floats: one set of names for four 32-bit and two 64-bit lanes. */
import type { FunctionBuilder, Growing, I32, V128 } from "./emitter.ts";

/** What a float type's vectors are and which instructions they have. */
export interface LaneKind {
  /** Bytes of one number. */
  readonly size: 4 | 8;
  /** Numbers in a vector. */
  readonly count: 4 | 2;
  /** Opcode of the first arithmetic instruction; the others follow in the same order. */
  readonly arithmetic: number;
  /** Opcode of the comparison a = b; the others follow in the same order. */
  readonly comparison: number;
  /** Opcode of the relaxed multiply and add. */
  readonly multiplyAdd: number;
  /** Opcode that spreads one number in memory over all lanes. */
  readonly spread: number;
  /** Opcode that stores one lane. */
  readonly storeLane: number;
}

/** Four 32-bit floats. */
export const float32Lanes: LaneKind = {
  size: 4,
  count: 4,
  arithmetic: 0xe0,
  comparison: 0x41,
  multiplyAdd: 0x105,
  spread: 0x09,
  storeLane: 0x5a,
};

/** Two 64-bit floats. */
export const float64Lanes: LaneKind = {
  size: 8,
  count: 2,
  arithmetic: 0xec,
  comparison: 0x47,
  multiplyAdd: 0x107,
  spread: 0x0a,
  storeLane: 0x5b,
};

/** Bytes of a vector. */
export const VECTOR = 16;

/** Vector instructions written into a function. */
export class Lanes {
  readonly #f: FunctionBuilder;
  readonly #kind: LaneKind;
  readonly #fused: boolean;

  /** @param fused Whether multiply-and-add may use the relaxed instruction, rounding once. */
  constructor(f: FunctionBuilder, kind: LaneKind, fused: boolean) {
    this.#f = f;
    this.#kind = kind;
    this.#fused = fused;
  }

  /** The same number in all lanes. */
  constant(value: number): V128 {
    const vector = this.#f.vector(0x0c);
    for (let lane = 0; lane < this.#kind.count; lane++) {
      if (this.#kind.size === 4) this.#f.code.float32(value);
      else this.#f.code.float64(value);
    }
    return vector;
  }

  load(_address: I32, offset: number | Growing = 0): V128 {
    return this.#f.vectorMemory(0x00, offset);
  }
  store(_address: I32, _value: V128, offset = 0): void {
    this.#f.vectorMemory(0x0b, offset);
  }
  /** Reads one number into all lanes. */
  loadSpread(_address: I32, offset = 0): V128 {
    return this.#f.vectorMemory(this.#kind.spread, offset);
  }
  /** Writes the first lane only. */
  storeFirst(_address: I32, _value: V128, offset = 0): void {
    this.#f.vectorMemory(this.#kind.storeLane, offset);
    this.#f.code.byte(0);
  }
  /** Reads one number into the first lane; the others become 0. */
  loadFirst(_address: I32, offset = 0): V128 {
    return this.#f.vectorMemory(this.#kind.size === 4 ? 0x5c : 0x5d, offset);
  }
  /** Reads a 32-bit float into a lane of a vector. */
  loadLane(_address: I32, _vector: V128, lane: number): V128 {
    const vector = this.#f.vectorMemory(0x56, 0);
    this.#f.code.byte(lane);
    return vector;
  }
  /** Reads eight bytes; the other eight become 0. */
  loadHalf(_address: I32, offset = 0): V128 {
    return this.#f.vectorMemory(0x5d, offset);
  }
  /** Writes the first (0) or second (1) eight bytes only. */
  storeHalf(_address: I32, _value: V128, half: number, offset = 0): void {
    this.#f.vectorMemory(0x5b, offset);
    this.#f.code.byte(half);
  }

  squareRoot(_a: V128): V128 {
    return this.#arithmetic(3);
  }
  add(_a: V128, _b: V128): V128 {
    return this.#arithmetic(4);
  }
  sub(_a: V128, _b: V128): V128 {
    return this.#arithmetic(5);
  }
  mul(_a: V128, _b: V128): V128 {
    return this.#arithmetic(6);
  }
  div(_a: V128, _b: V128): V128 {
    return this.#arithmetic(7);
  }
  /** b < a ? b : a. One instruction, unlike the minimum that orders zeros; `a` if either is NaN. */
  lower(_a: V128, _b: V128): V128 {
    return this.#arithmetic(10);
  }
  /** a < b ? b : a; `a` if either is NaN. */
  higher(_a: V128, _b: V128): V128 {
    return this.#arithmetic(11);
  }
  /** a × b + c, rounded once where fused, else twice. */
  multiplyAdd(_a: V128, _b: V128, _c: () => V128): V128 {
    // Without fusing, the product must be computed before c is put on the stack.
    if (this.#fused) {
      _c();
      return this.#f.vector(this.#kind.multiplyAdd);
    }
    this.#arithmetic(6);
    _c();
    return this.#arithmetic(4);
  }

  /** Ones in the lanes where a > b, so zeros where either is NaN. */
  greater(_a: V128, _b: V128): V128 {
    return this.#f.vector(this.#kind.comparison + 3);
  }
  /** Ones in the lanes where a ≤ b, so zeros where either is NaN. */
  atMost(_a: V128, _b: V128): V128 {
    return this.#f.vector(this.#kind.comparison + 4);
  }
  /** Ones in the lanes where a ≥ b, so zeros where either is NaN. */
  atLeast(_a: V128, _b: V128): V128 {
    return this.#f.vector(this.#kind.comparison + 5);
  }
  /** 1 if any bit is set, else 0. */
  any(_a: V128): I32 {
    this.#f.vectorVoid(0x53);
    return { type: "i32" };
  }

  and(_a: V128, _b: V128): V128 {
    return this.#f.vector(0x4e);
  }
  /** The bits of `a` that are not set in `b`. */
  andNot(_a: V128, _b: V128): V128 {
    return this.#f.vector(0x4f);
  }
  /** Picks bytes: 0 to 15 from `a`, 16 to 31 from `b`. */
  shuffle(_a: V128, _b: V128, bytes: readonly number[]): V128 {
    const vector = this.#f.vector(0x0d);
    this.#f.code.raw(bytes);
    return vector;
  }

  /** The same 32-bit whole number in all lanes. */
  wholeConstant(value: number): V128 {
    const vector = this.#f.vector(0x0c);
    this.#f.code.raw(new Uint8Array(new Int32Array(4).fill(value).buffer));
    return vector;
  }
  /** A 32-bit whole number in all lanes. */
  wholeSpread(_value: I32): V128 {
    return this.#f.vector(0x11);
  }
  /** Ones in the first 32-bit lane, zeros in the others. */
  firstLane(): V128 {
    const vector = this.#f.vector(0x0c);
    this.#f.code.raw(Array.from({ length: VECTOR }, (_, byte) => byte < 4 ? 0xff : 0));
    return vector;
  }
  /** Sum of lanes read as 32-bit whole numbers. */
  wholeAdd(_a: V128, _b: V128): V128 {
    return this.#f.vector(0xae);
  }
  /** Difference of lanes read as 32-bit whole numbers. */
  wholeSub(_a: V128, _b: V128): V128 {
    return this.#f.vector(0xb1);
  }
  /** Lanes read as 32-bit whole numbers times 2^bits. */
  shiftLeft(_a: V128, bits: number): V128 {
    this.#f.i32(bits);
    return this.#f.vector(0xab);
  }
  /** Lanes read as signed 32-bit whole numbers over 2^bits, rounded down. */
  shiftRight(_a: V128, bits: number): V128 {
    this.#f.i32(bits);
    return this.#f.vector(0xac);
  }

  #arithmetic(index: number): V128 {
    return this.#f.vector(this.#kind.arithmetic + index);
  }
}
