/** Loops over the rows of a matrix. */
import type { FunctionBuilder, I32, Local } from "./emitter.ts";

/** Runs `write` for each row, with variables it may move. */
export function eachRow<const Name extends string>(
  f: FunctionBuilder,
  rows: Local<I32>,
  rowBytes: Local<I32>,
  moving: Readonly<Record<Name, Local<I32>>>,
  write: (copyOf: (name: Name) => Local<I32>) => void,
): void {
  const copies = new Map<Name, Local<I32>>();
  const copyOf = (name: Name) => {
    const copy = copies.get(name) ?? f.i32Local();
    copies.set(name, copy);
    copy.set(moving[name].get());
    return copy;
  };
  f.while(() => f.greater(rows.get(), f.i32(0)), () => {
    write(copyOf);
    for (const name in moving) f.increaseBy(moving[name], rowBytes);
    f.increase(rows, -1);
  });
}

/** A variable with the same value. */
export function copied(f: FunctionBuilder, variable: Local<I32>): Local<I32> {
  const copy = f.i32Local();
  copy.set(variable.get());
  return copy;
}

/** Addresses of rows: that of the first, and of those after it. */
export function pointersTo(
  f: FunctionBuilder,
  first: Local<I32>,
  stride: Local<I32>,
  count: number,
): Local<I32>[] {
  const pointers = [first];
  for (let i = 1; i < count; i++) {
    const pointer = f.i32Local();
    pointer.set(f.add(pointers[i - 1]!.get(), stride.get()));
    pointers.push(pointer);
  }
  return pointers;
}

/** Adds a multiple of a variable to another. */
export function increaseTimes(
  f: FunctionBuilder,
  variable: Local<I32>,
  by: Local<I32>,
  times: number,
): void {
  if (times === 1) f.increaseBy(variable, by);
  else variable.set(f.add(variable.get(), f.mul(by.get(), f.i32(times))));
}
