/** Loops over arrays that treat every element alike. */
import type { FunctionBuilder, I32, Local, V128 } from "./emitter.ts";
import { type LaneKind, Lanes } from "./lanes.ts";

/** The arrays of such a loop. */
export interface ElementwiseArrays<Input extends string, Output extends string> {
  /** Addresses of the arrays that are read; moved along. */
  readonly inputs: Readonly<Record<Input, Local<I32>>>;
  /** Addresses of the arrays that are written; moved along. They may equal inputs. */
  readonly outputs: Readonly<Record<Output, Local<I32>>>;
  /** Elements still to do; counted down to 0. */
  readonly length: Local<I32>;
}

/** Vectors that are done per turn of the main loop. */
const UNROLLED = 4;

/**
 * Writes the loop: four vectors a turn, then single vectors, then single elements.
 *
 * Single elements go through the same vector instructions, spread over all lanes, so that an
 * element's result does not depend on where it stands.
 *
 * @param compute Writes code that computes one vector of each output from one of each input. A
 * name that is both has one vector.
 */
export function writeElementwise<Input extends string, Output extends string>(
  f: FunctionBuilder,
  kind: LaneKind,
  { inputs, outputs, length }: ElementwiseArrays<Input, Output>,
  compute: (vectors: Readonly<Record<Input | Output, Local<V128>>>) => void,
): void {
  const v = new Lanes(f, kind, false);
  const pointers: Record<string, Local<I32>> = { ...inputs, ...outputs };
  const vectors: Record<string, Local<V128>> = {};
  for (const name in pointers) vectors[name] = f.v128Local();
  const writeVector = (single: boolean, offset: number) => {
    for (const name in inputs) {
      const address = inputs[name].get();
      vectors[name]!.set(single ? v.loadSpread(address, offset) : v.load(address, offset));
    }
    compute(vectors as Record<Input | Output, Local<V128>>);
    for (const name in outputs) {
      const address = outputs[name].get(), value = vectors[name]!.get();
      if (single) v.storeFirst(address, value, offset);
      else v.store(address, value, offset);
    }
  };
  const writeLoop = (elements: number) => {
    f.while(() => f.notLess(length.get(), f.i32(elements)), () => {
      for (let done = 0; done < elements; done += kind.count) {
        writeVector(elements === 1, done * kind.size);
      }
      for (const pointer of Object.values(pointers)) {
        pointer.set(f.add(pointer.get(), f.i32(elements * kind.size)));
      }
      length.set(f.sub(length.get(), f.i32(elements)));
    });
  };
  writeLoop(UNROLLED * kind.count);
  writeLoop(kind.count);
  writeLoop(1);
}

/** A local that holds a constant vector: loaded once, not in every turn. */
export function constantLocal(f: FunctionBuilder, v: Lanes, value: number): Local<V128> {
  const local = f.v128Local();
  local.set(v.constant(value));
  return local;
}

/** A local that holds a number from memory in all lanes. */
export function spreadLocal(f: FunctionBuilder, v: Lanes, address: number): Local<V128> {
  const local = f.v128Local();
  local.set(v.loadSpread(f.i32(address)));
  return local;
}
