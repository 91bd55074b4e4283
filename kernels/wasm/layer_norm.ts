/** Layer normalisation of 32-bit floats. */
import { constantLocal, spreadLocal, writeElementwise } from "./elementwise.ts";
import type { FunctionBuilder, I32, Local } from "./emitter.ts";
import { float32Lanes, type Lanes } from "./lanes.ts";
import { sumOf, writeDistances, writeReduction } from "./reduction.ts";
import { copied, eachRow } from "./rows.ts";

/** Addresses, then sizes in numbers. */
export const layerNormParameters = ["x", "weight", "bias", "out", "rows", "columns"] as const;

/** Numbers of a row whose mean is near that of the row, as a rule. */
export const HEAD = 32;
/** Variances outside of these, ε included, are not to be trusted: squares left the range. */
const LEAST = 2 ** -100, MOST = 2 ** 100;

/**
 * Writes code that normalises rows until one leaves the range of 32-bit floats on the way.
 *
 * Scratch memory holds 1 / columns, ε and 1 / the length of the head at first, and in the place
 * after them the number of rows that are left at last.
 *
 * Distances and their squares are summed up in one pass, from a center that is the mean of the
 * row's head. The sum of the distances says how far that is from the row's own mean, which is made
 * up for where they are used. If it is further than the numbers are apart, the squares have lost
 * digits, and another pass goes out from a better center.
 */
export function writeLayerNorm(
  f: FunctionBuilder,
  v: Lanes,
  scratch: number,
  { x, weight, bias, out, rows, columns }: Readonly<
    Record<typeof layerNormParameters[number], Local<I32>>
  >,
): void {
  const kind = float32Lanes;
  const share = spreadLocal(f, v, scratch), epsilon = spreadLocal(f, v, scratch + 4);
  const least = constantLocal(f, v, LEAST), most = constantLocal(f, v, MOST);
  const one = constantLocal(f, v, 1);
  const headShare = spreadLocal(f, v, scratch + 8), head = f.i32Local();
  f.setMinimum(head, () => columns.get(), () => f.i32(HEAD));
  const center = f.v128Local(), shift = f.v128Local(), shiftSquare = f.v128Local();
  const variance = f.v128Local(), scale = f.v128Local(), improved = f.i32Local();
  const total = sumOf(f, v, (value) => value.get());
  const rowBytes = f.i32Local();
  rowBytes.set(f.mul(columns.get(), f.i32(kind.size)));
  const length = () => copied(f, columns);
  f.block((stop) =>
    eachRow(f, rows, rowBytes, { x, out }, (copyOf) => {
      writeReduction(f, v, { pointer: copyOf("x"), length: copied(f, head) }, total, center);
      center.set(v.mul(center.get(), headShare.get()));
      improved.set(f.i32(0));
      f.loop((again) => {
        const row = { pointer: copyOf("x"), length: length() };
        writeDistances(f, v, row, center, { sum: shift, squares: variance });
        shift.set(v.mul(shift.get(), share.get()));
        shiftSquare.set(v.mul(shift.get(), shift.get()));
        variance.set(v.sub(v.mul(variance.get(), share.get()), shiftSquare.get()));
        variance.set(v.add(variance.get(), epsilon.get()));
        f.if(v.any(v.greater(shiftSquare.get(), variance.get())), () =>
          f.if(f.equal(improved.get(), f.i32(0)), () => {
            center.set(v.add(center.get(), shift.get()));
            improved.set(f.i32(1));
            again.jump();
          }));
      });
      const inRange = v.and(
        v.atLeast(variance.get(), least.get()),
        v.atLeast(most.get(), variance.get()),
      );
      const near = v.and(inRange, v.atLeast(variance.get(), shiftSquare.get()));
      stop.jumpIf(f.equal(v.any(near), f.i32(0)));
      scale.set(v.div(one.get(), v.squareRoot(variance.get())));
      writeElementwise(
        f,
        kind,
        {
          inputs: { x: copyOf("x"), weight: copied(f, weight), bias: copied(f, bias) },
          outputs: { out: copyOf("out") },
          length: length(),
        },
        (vectors) => {
          vectors.x.set(v.sub(v.sub(vectors.x.get(), center.get()), shift.get()));
          vectors.out.set(
            v.multiplyAdd(
              v.mul(vectors.x.get(), scale.get()),
              vectors.weight.get(),
              () =>
                vectors.bias.get(),
            ),
          );
        },
      );
    })
  );
  v.storeFirst(f.i32(scratch + 12), v.wholeSpread(rows.get()));
}
