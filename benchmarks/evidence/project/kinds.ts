/**
 * One benchmark of each kind of work. The project to judge has this file as `kinds_bench.ts`.
 *
 * A call does as many units of work as `units.ts` says. The units of a kind form one endless
 * sequence: their state is kept from call to call, and no unit depends on its call or on its place
 * in the call. So a call with 5 % more units costs 5 % more by construction, except for the call
 * itself, and both versions have the same code.
 *
 * @module
 */
import { units } from "./units.ts";

/** Receives something from every unit, so that no compiler can leave one out. */
let sink = 0;

/** The same noise in every process. */
function noise(length: number): number[] {
  let state = 1;
  return Array.from({ length }, () => (state = state * 48271 % 2147483647) / 2147483647);
}

let level = 1;
const next = (value: number) => Math.sqrt(Math.sqrt(value + 2) + 1);

Deno.bench("tiny function", () => {
  for (let left = units[0]!; left > 0; left--) level = next(level);
});

let bits = 1;

Deno.bench("arithmetic", () => {
  for (let left = units[0]!; left > 0; left--) {
    for (let step = 0; step < 200; step++) {
      bits ^= bits << 13;
      bits ^= bits >>> 17;
      bits ^= bits << 5;
    }
  }
});

// 32 MB, more than the caches of most machines; one value of every cache line is read.
const memory = new Float64Array(2 ** 22).fill(1);
let place = 0;

Deno.bench("memory", () => {
  for (let left = units[0]!; left > 0; left--) {
    const end = place + 8192;
    let sum = 0;
    for (let at = place; at < end; at += 8) sum += memory[at]!;
    sink += sum;
    place = end % memory.length;
  }
});

const x = Float32Array.from(noise(1024));
const y = Float32Array.from(noise(1024));

Deno.bench("typed arrays", () => {
  for (let left = units[0]!; left > 0; left--) {
    for (let at = 0; at < 1024; at++) y[at] = y[at]! * 0.5 + x[at]!;
  }
});

const factor = Float64Array.from(noise(24 * 24));
const product = new Float64Array(24 * 24);

Deno.bench("matrix product", () => {
  for (let left = units[0]!; left > 0; left--) {
    for (let row = 0; row < 24; row++) {
      for (let column = 0; column < 24; column++) {
        let sum = 0;
        for (let k = 0; k < 24; k++) sum += factor[row * 24 + k]! * factor[k * 24 + column]!;
        product[row * 24 + column] = sum;
      }
    }
    sink += product[0]!;
  }
});

interface Link {
  readonly value: number;
  readonly next: Link | null;
}

Deno.bench("allocation", () => {
  for (let left = units[0]!; left > 0; left--) {
    let list: Link | null = null;
    for (let value = 0; value < 40; value++) list = { value, next: list };
    sink += list!.value;
  }
});

Deno.bench("async", async () => {
  for (let left = units[0]!; left > 0; left--) {
    // Several, because the call itself makes a promise as well.
    for (let step = 0; step < 10; step++) sink += await 1;
  }
});

const record = { id: 17, name: "some name", tags: ["a", "b", "c"], place: { x: 1.5, y: -2.25 } };

Deno.bench("json", () => {
  for (let left = units[0]!; left > 0; left--) sink += JSON.parse(JSON.stringify(record)).id;
});

const unsorted = noise(1000);

Deno.bench("sorting", () => {
  for (let left = units[0]!; left > 0; left--) sink += unsorted.toSorted((a, b) => a - b)[0]!;
});

const words = ["alpha", "beta", "gamma", "delta"];

Deno.bench("strings", () => {
  for (let left = units[0]!; left > 0; left--) {
    let text = "";
    for (let word = 0; word < 32; word++) text += words[word & 3]!;
    // Reading a character makes one string of the parts.
    sink += text.charCodeAt(80);
  }
});

Deno.bench("map", () => {
  for (let left = units[0]!; left > 0; left--) {
    const map = new Map<number, number>();
    for (let key = 0; key < 32; key++) map.set(key * 31, key);
    for (let key = 0; key < 32; key++) sink += map.get(key * 31)!;
  }
});

const line = Array.from({ length: 12 }, (_, at) => `key${at}=${at * 7}`).join("; ");
const assignment = /([a-z]+\d+)=(\d+)/g;

Deno.bench("regex", () => {
  for (let left = units[0]!; left > 0; left--) {
    for (let found; (found = assignment.exec(line)) !== null;) sink += found[2]!.length;
  }
});

const prime = 2n ** 255n - 19n;
let big = 3n;

Deno.bench("bigint", () => {
  for (let left = units[0]!; left > 0; left--) {
    for (let step = 0; step < 10; step++) big = big * big % prime;
  }
});

// Written by hand: (func (export "f") (param $x i32) (result i32) (local $i i32)
//   (loop (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 17)) (local.get $i)))
//     (br_if 0 (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
//   (local.get $x))
const bytes = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f], // type 0: i32 to i32
  ...[3, 2, 1, 0], // function 0 is of type 0
  ...[7, 5, 1, 1, 0x66, 0, 0], // function 0 is exported as f
  ...[10, 34, 1, 32, 1, 1, 0x7f], // one body of 32 bytes, with one local i32
  ...[3, 0x40, 0x20, 0, 0x41, 17, 0x6c, 0x20, 1, 0x6a, 0x21, 0],
  ...[0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x41, 0xe8, 7, 0x48, 0x0d, 0, 0x0b],
  ...[0x20, 0, 0x0b],
);
const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
const iterate = f as (x: number) => number;

Deno.bench("webassembly", () => {
  for (let left = units[0]!; left > 0; left--) sink = iterate(sink | 0);
});

/** The remains of all units. */
export function remains(): number {
  return sink + level + bits + place + product[0]! + y[0]! + Number(big % 97n);
}
