import { assert, assertEquals } from "@std/assert";
import { Bytes } from "../../kernels/wasm/bytes.ts";
import {
  type FunctionBuilder,
  type I32,
  type Local,
  ModuleBuilder,
} from "../../kernels/wasm/emitter.ts";

Deno.test("Bytes writes LEB128 as in the WebAssembly specification", () => {
  const unsigned = [
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ] as const;
  for (const [value, wanted] of unsigned) {
    const bytes = new Bytes();
    bytes.unsigned(value);
    assertEquals([...bytes.view()], [...wanted], `unsigned ${value}`);
  }
  const signed = [
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  ] as const;
  for (const [value, wanted] of signed) {
    const bytes = new Bytes();
    bytes.signed(value);
    assertEquals([...bytes.view()], [...wanted], `signed ${value}`);
  }
});

Deno.test("Bytes writes numbers that are replaced later", () => {
  for (
    const [value, wanted] of [[0, [0x80, 0x80, 0x80, 0x80, 0]], [624485, [
      0xe5,
      0x8e,
      0xa6,
      0x80,
      0,
    ]], [
      2 ** 31 - 1,
      [0xff, 0xff, 0xff, 0xff, 0x07],
    ]] as const
  ) {
    const bytes = new Bytes();
    bytes.byte(1);
    bytes.wide(5);
    bytes.byte(2);
    bytes.setWide(1, value);
    assertEquals([...bytes.view()], [1, ...wanted, 2], `${value}`);
  }
});

Deno.test("Bytes grows, and keeps what was written", () => {
  const bytes = new Bytes();
  for (let i = 0; i < 5000; i++) bytes.byte(i);
  bytes.raw(new Uint8Array(9000).fill(7));
  bytes.float32(1);
  bytes.float64(-2);
  const view = bytes.view();
  assertEquals(view.length, 14012);
  assert(view.subarray(0, 5000).every((byte, i) => byte === i % 256));
  assertEquals([...view.subarray(-12)], [0, 0, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]);
});

/**
 * Runs a function of (input, output) on a number in memory, and returns the number that it stores.
 */
function evaluate(
  write: (f: FunctionBuilder, x: Local<I32>) => void,
  input: number,
): number {
  const kind = { pages: 1, shared: true };
  const module = new ModuleBuilder(kind);
  module.function("run", ["x"], (f, { x }) => {
    write(f, x);
    // The place of the copied byte shows the result.
    f.copyBytes(x.get(), f.i32(60000), f.i32(1));
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  bytes[60000] = 1;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
    kernels: { memory },
  });
  (instance.exports.run as (x: number) => void)(input);
  return bytes.indexOf(1);
}

Deno.test("FunctionBuilder counts, branches and jumps", () => {
  const range = (f: FunctionBuilder, x: Local<I32>) => {
    const counter = f.i32Local(), sum = f.i32Local();
    f.range(counter, () => x.get(), 3, () => f.increaseBy(sum, counter));
    x.set(sum.get());
  };
  assertEquals(evaluate(range, 10), 0 + 3 + 6 + 9);
  assertEquals(evaluate(range, 0), 0);

  const minimum = (f: FunctionBuilder, x: Local<I32>) =>
    f.setMinimum(x, () => x.get(), () => f.i32(5));
  assertEquals([evaluate(minimum, 4), evaluate(minimum, 6)], [4, 5]);

  const branch = (f: FunctionBuilder, x: Local<I32>) =>
    f.if(f.equal(x.get(), f.i32(1)), () => x.set(f.i32(10)), () => x.set(f.i32(20)));
  assertEquals([evaluate(branch, 1), evaluate(branch, 2)], [10, 20]);

  const table = (f: FunctionBuilder, x: Local<I32>) => {
    const result = f.i32Local();
    f.block((outer) => {
      f.block((inner) => f.jumpTable(x.get(), [inner, outer]));
      f.increase(result, 100);
    });
    f.increase(result, 1);
    x.set(result.get());
  };
  assertEquals([0, 1, 7].map((index) => evaluate(table, index)), [101, 1, 1]);

  const jump = (f: FunctionBuilder, x: Local<I32>) =>
    f.block((end) => {
      f.loop((again) => {
        end.jumpIf(f.greater(x.get(), f.i32(40)));
        f.increase(x, 7);
        again.jump();
      });
    });
  assertEquals(evaluate(jump, 1), 43);
});

Deno.test("FunctionBuilder repeats code with increasing numbers", () => {
  const sum = (f: FunctionBuilder, x: Local<I32>) => {
    const add = f.repeatable(() => {
      x.set(f.add(x.get(), f.i32({ first: 1, by: 100 })));
      x.set(f.add(x.get(), f.i32({ first: 7, by: 0 })));
    });
    for (const copy of [3, 0, 1, 2]) add(copy);
  };
  assertEquals(evaluate(sum, 0), 4 * (1 + 7) + 600);
});
