/** An array the kernels compute on. */
export type FloatArray = Float32Array | Float64Array;

/** Refuses sizes that are not whole numbers >= 0, and products that no array could hold. */
export function checkSizes(action: string, sizes: Readonly<Record<string, number>>): void {
  for (const name in sizes) {
    const size = sizes[name]!;
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new RangeError(
        `Cannot ${action}: ${name} must be a whole number >= 0, current value is ${size}`,
      );
    }
  }
}

/** Refuses an array whose length is not `wanted`; `formula` says where that number comes from. */
export function checkLength(
  action: string,
  name: string,
  array: ArrayLike<number>,
  wanted: number,
  formula: string,
): void {
  if (array.length !== wanted) {
    throw new RangeError(
      `Cannot ${action}: ${name} has ${array.length} elements, but ${formula} = ${wanted} are wanted`,
    );
  }
}

/** Refuses anything but arrays that are all Float32Array or all Float64Array. */
export function checkSameKind(action: string, arrays: Readonly<Record<string, unknown>>): void {
  let first: string | undefined;
  for (const name in arrays) {
    const kind = kindOf(arrays[name]);
    if (kind !== "Float32Array" && kind !== "Float64Array") {
      throw new TypeError(
        `Cannot ${action}: ${name} must be a Float32Array or a Float64Array, ` +
          `current value is a ${kind}`,
      );
    }
    first ??= kind;
    if (kind !== first) {
      throw new TypeError(
        `Cannot ${action}: all arrays must be of one kind, but ${name} is a ${kind} ` +
          `beside a ${first}`,
      );
    }
  }
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Whether two arrays share at least one byte. */
export function overlaps(a: FloatArray, b: FloatArray): boolean {
  return a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength;
}

/** Refuses an output that shares memory with an input which is still read after the first write. */
export function refuseOverlap(action: string, output: string, input: string): never {
  throw new RangeError(
    `Cannot ${action}: ${output} must not share memory with ${input}, which is still being read`,
  );
}
