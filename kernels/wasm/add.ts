/** Sum of two arrays. */
import { writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, float64Lanes, Lanes } from "./lanes.ts";

/** Addresses of a, b and the output, then the number of elements. */
type Add = (a: number, b: number, out: number, length: number) => void;

/** One function for each kind of number. */
export const addFamily: () => Family<{ add32: Add; add64: Add }> | undefined = declareFamily(
  0,
  ({ memory }) => {
    const module = new ModuleBuilder(memory);
    for (const [name, kind] of [["add32", float32Lanes], ["add64", float64Lanes]] as const) {
      module.function(name, ["a", "b", "out", "length"], (f, { a, b, out, length }) => {
        const v = new Lanes(f, kind, false);
        writeElementwise(
          f,
          kind,
          { inputs: { a, b }, outputs: { out }, length },
          (x) => x.out.set(v.add(x.a.get(), x.b.get())),
        );
      });
    }
    return module.finish();
  },
);
