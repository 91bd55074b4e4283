import { assertEquals } from "@std/assert";
import { ModuleBuilder } from "../../kernels/wasm/emitter.ts";
import { float32Lanes, float64Lanes, Lanes } from "../../kernels/wasm/lanes.ts";

const values = [-Infinity, -1, -0, 0, 1, Infinity, NaN];
const pairs = values.flatMap((a) => values.map((b) => [a, b] as const));

/** Each comparison by JavaScript's operators, which are false for NaN. */
const comparisons = {
  greater: (a: number, b: number) => a > b,
  atMost: (a: number, b: number) => a <= b,
  atLeast: (a: number, b: number) => a >= b,
};

for (const kind of [float32Lanes, float64Lanes]) {
  Deno.test(`Lanes compares like JavaScript: ${8 * kind.size} bits`, () => {
    for (const [name, compare] of Object.entries(comparisons)) {
      const module = new ModuleBuilder({ pages: 1, shared: false });
      module.function("run", ["a", "b", "out"], (f, { a, b, out }) => {
        const v = new Lanes(f, kind, false);
        const left = v.loadSpread(a.get()), right = v.loadSpread(b.get());
        const result = f.v128Local();
        result.set(v[name as keyof typeof comparisons](left, right));
        v.store(out.get(), result.get());
      });
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
      const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
        kernels: { memory },
      });
      const run = instance.exports.run as (a: number, b: number, out: number) => void;
      const floats = kind.size === 4
        ? new Float32Array(memory.buffer)
        : new Float64Array(memory.buffer);
      for (const [a, b] of pairs) {
        floats.set([a, b]);
        run(0, kind.size, 16);
        const wanted = Array(4).fill(compare(a, b) ? -1 : 0);
        assertEquals([...new Int32Array(memory.buffer, 16, 4)], wanted, `${a}, ${b}: ${name}`);
      }
    }
  });
}
