// Arrays whose class is not the platform's own of this realm: their elements count, not their class.
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import vm from "node:vm";
import {
  adamStep,
  add,
  allocateFloat32,
  batchNorm,
  batchStatistics,
  chooseKernelBackend,
  conv2d,
  exp,
  free,
  gatherRows,
  layerNorm,
  linearBackward,
  linearForward,
  matmul,
  momentumStep,
  normalize,
  relu,
  sgdStep,
  shuffleIndices,
  softmax,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { randomValues } from "./random.ts";

type Made = Float32Array | Float64Array | Uint32Array;

/** Turns an array into one of another class, on the same memory where that can be. */
type Disguise = <T extends Made>(array: T) => T;

/** A class that has little in common with the platform's but the elements. */
function hostile<T extends Made>(Kind: new (length: number) => T): object {
  class Vector extends (Kind as unknown as Float32ArrayConstructor) {
    constructor(length: number) {
      super(length);
    }
    override get length(): number {
      return 1_000_000;
    }
    override get byteOffset(): number {
      return 0;
    }
    override set(): never {
      throw new Error("set was called");
    }
    override subarray(): never {
      throw new Error("subarray was called");
    }
    override fill(): never {
      throw new Error("fill was called");
    }
    override forEach(): never {
      throw new Error("forEach was called");
    }
    override get [Symbol.toStringTag](): never {
      throw new Error("the name was asked for");
    }
  }
  return Vector.prototype;
}

const hostiles = {
  Float32Array: hostile(Float32Array),
  Float64Array: hostile(Float64Array),
  Uint32Array: hostile(Uint32Array),
};

/** Methods of other meaning, and the constructor of the platform's own class. */
const renamed = {
  set(row: number, column: number): number {
    return row + column;
  },
  subarray: () => "a part",
  fill: () => "full",
};

const realm = vm.createContext({});

const disguises: { what: string; disguise: Disguise }[] = [
  {
    what: "of a class that changes everything",
    disguise: (array) =>
      Object.setPrototypeOf(array, hostiles[array[Symbol.toStringTag] as keyof typeof hostiles]),
  },
  {
    what: "with methods of their own",
    disguise: (array) =>
      Object.setPrototypeOf(
        array,
        Object.setPrototypeOf({ ...renamed }, Object.getPrototypeOf(array)),
      ),
  },
  {
    what: "of another realm",
    disguise: (array) => {
      const Kind = vm.runInContext(array[Symbol.toStringTag], realm);
      return new Kind(array.buffer, array.byteOffset, array.length);
    },
  },
];

/** Makes arrays for a kernel. */
interface Maker {
  input(length: number, seed: number): Float32Array;
  output(length: number): Float32Array;
  output64(length: number): Float64Array;
  whole(values: readonly number[]): Uint32Array;
}

const LENGTH = 300;
const rows = { rows: 3, columns: 100 }, batch = { samples: 2, channels: 3, size: 50 };
const linear = { batch: 10, inFeatures: 30, outFeatures: 30 };
const image = { batch: 1, inChannels: 3, height: 10, width: 10, padding: 1 };

/** Every kernel, on arrays that a maker makes; what each returns has to be its output itself. */
const kernels: Readonly<Record<string, (make: Maker) => void>> = {
  add: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(add(m.input(LENGTH, 1), m.input(LENGTH, 2), out), out);
  },
  "add of 64-bit floats": (m) => {
    const out = m.output64(LENGTH);
    assertStrictEquals(add(m.output64(LENGTH), m.output64(LENGTH), out), out);
  },
  relu: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(relu(m.input(LENGTH, 1), out), out);
  },
  exp: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(exp(m.input(LENGTH, 1), out), out);
  },
  softmax: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(softmax(m.input(LENGTH, 1), out, rows), out);
  },
  layerNorm: (m) => {
    const out = m.output(LENGTH);
    layerNorm(m.input(LENGTH, 1), m.input(100, 2), m.input(100, 3), out, rows);
  },
  batchNorm: (m) => {
    const out = m.output(LENGTH), mean = m.input(3, 2), variance = m.output(3);
    const result = batchNorm(
      m.input(LENGTH, 1),
      mean,
      variance,
      m.input(3, 3),
      m.input(3, 4),
      out,
      batch,
    );
    assertStrictEquals(result, out);
  },
  batchStatistics: (m) => {
    batchStatistics(m.input(LENGTH, 1), { mean: m.output(3), variance: m.output(3) }, batch);
  },
  linearForward: (m) => {
    const out = m.output(LENGTH);
    const result = linearForward(m.input(300, 1), m.input(900, 2), m.input(30, 3), out, linear);
    assertStrictEquals(result, out);
  },
  linearBackward: (m) => {
    const gradients = { x: m.output(300), weight: m.output(900), bias: m.output(30) };
    const args = [m.input(300, 1), m.input(900, 2), m.input(300, 3)] as const;
    assertStrictEquals(linearBackward(...args, gradients, linear), gradients);
  },
  conv2d: (m) => {
    const out = m.output(400), shape = { ...image, outChannels: 4, kernelHeight: 3 };
    const args = [m.input(LENGTH, 1), m.input(108, 2), m.input(4, 3)] as const;
    assertStrictEquals(conv2d(...args, out, { ...shape, kernelWidth: 3 }), out);
  },
  matmul: (m) => {
    const out = m.output(900);
    const shape = { m: 30, k: 10, n: 30 };
    assertStrictEquals(matmul(m.input(LENGTH, 1), m.input(LENGTH, 2), out, shape), out);
  },
  "matmul of 64-bit floats": (m) => {
    const out = m.output64(900);
    matmul(m.output64(LENGTH), m.output64(LENGTH), out, { m: 30, k: 10, n: 30 });
  },
  "matmul of nothing": (m) => {
    const out = m.output(900);
    matmul(m.input(0, 1), m.input(0, 2), out, { m: 30, k: 0, n: 30 });
  },
  sgdStep: (m) => {
    const parameters = m.input(LENGTH, 1);
    const result = sgdStep(parameters, m.input(LENGTH, 2), { learningRate: 0.1 });
    assertStrictEquals(result, parameters);
  },
  momentumStep: (m) => {
    const options = { learningRate: 0.1, momentum: 0.9 };
    momentumStep(m.input(LENGTH, 1), m.input(LENGTH, 2), m.output(LENGTH), options);
  },
  adamStep: (m) => {
    const [p, g, first, second] = [m.input(LENGTH, 1), m.input(LENGTH, 2)]
      .concat([m.output(LENGTH), m.output(LENGTH)]);
    adamStep(p!, g!, first!, second!, { step: 1 });
  },
  gatherRows: (m) => {
    const out = m.output(200);
    assertStrictEquals(gatherRows(m.input(LENGTH, 1), m.whole([2, 0]), out, rows), out);
  },
  normalize: (m) => {
    normalize(m.input(LENGTH, 1), m.output(LENGTH), { mean: 1, deviation: 2 });
  },
  shuffleIndices: (m) => {
    const out = m.whole(Array(LENGTH).fill(0));
    assertStrictEquals(shuffleIndices(out, { seed: 1 }), out);
  },
};

/** What all arrays of a kernel hold after it, made in foreign or in kernel memory. */
function run(kernel: (make: Maker) => void, inside: boolean, disguise: Disguise): Made[] {
  const arrays: Made[] = [], owned: Float32Array[] = [];
  const make = <T extends Made>(array: T, values: ArrayLike<number>): T => {
    array.set(values);
    arrays.push(array);
    // A second array on the same memory, so that what the test looks at keeps its class.
    return disguise(array.subarray() as T);
  };
  const place = (length: number) => {
    if (!inside) return new Float32Array(length + 2).subarray(1, length + 1);
    owned.push(allocateFloat32(length));
    return owned.at(-1)!;
  };
  kernel({
    input: (length, seed) => make(place(length), randomValues(length, seed)),
    output: (length) => make(place(length), []),
    output64: (length) => make(new Float64Array(length), randomValues(length, length)),
    whole: (values) => make(new Uint32Array(values.length), values),
  });
  const results = arrays.map((array) => array.slice());
  for (const array of owned) free(array);
  return results;
}

for (const backend of supportedKernelBackends()) {
  for (const { what, disguise } of disguises) {
    Deno.test(`kernels treat arrays ${what} as any others: ${backend}`, () => {
      const before = chooseKernelBackend(backend);
      const all = allocateFloat32(16);
      const start = new Uint8Array(all.buffer, 0, 4096).slice();
      try {
        for (const [name, kernel] of Object.entries(kernels)) {
          for (const inside of [false, true]) {
            const wanted = run(kernel, inside, (array) => array);
            const where = `${name}, ${inside ? "in kernel memory" : "in foreign memory"}`;
            assertEquals(run(kernel, inside, disguise), wanted, where);
          }
        }
        const first = new Uint8Array(all.buffer, 0, 64);
        assertEquals(first, start.subarray(0, 64), "memory that nobody was given");
      } finally {
        free(all);
        chooseKernelBackend(before);
      }
    });
  }
}

Deno.test("arrays of another kind are refused, whatever class they say they are", () => {
  const out = new Float32Array(4);
  const disguised = Object.setPrototypeOf(new Float64Array(4), Float32Array.prototype);
  const pretended = Object.create(Float32Array.prototype);
  for (
    const array of [disguised, pretended, [1, 2, 3, 4], null, new DataView(new ArrayBuffer(16))]
  ) {
    assertThrows(() => relu(array, out), TypeError, "x must be a Float32Array");
    assertThrows(() => relu(out, array), TypeError, "out must be a Float32Array");
  }
  const indices = new Int32Array(2) as unknown as Uint32Array;
  assertThrows(() => shuffleIndices(indices, { seed: 1 }), TypeError, "must be a Uint32Array");
});
