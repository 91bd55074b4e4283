// Checks that kernels use the elements of arrays, whatever their class or realm.
import { assertEquals, assertThrows } from "@std/assert";
import vm from "node:vm";
import * as exported from "../../kernels/mod.ts";
import {
  allocateFloat32,
  chooseKernelBackend,
  free,
  kernelScope,
  relu,
  shuffleIndices,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { kernels, type Made, runKernel } from "./every_kernel.ts";

/** Functions that do not compute on arrays. */
const noKernels = [
  "allocateFloat32",
  "allocateFloat64",
  "chooseKernelBackend",
  "conv2dOutputSize",
  "free",
  "kernelBackend",
  "kernelScope",
  "startKernelThreads",
  "supportedKernelBackends",
];

Deno.test("the list of every kernel and the table in README.md are complete", async () => {
  const functions = Object.entries(exported).filter(([, value]) => typeof value === "function");
  const wanted = functions.map(([name]) => name).filter((name) => !noKernels.includes(name));
  assertEquals(wanted.filter((name) => !(name in kernels)), []);
  const text = await Deno.readTextFile(new URL("../../kernels/README.md", import.meta.url));
  const rows = text.split("\n").filter((line) => line.startsWith("|")).join("\n");
  assertEquals(wanted.filter((name) => !rows.includes(`\`${name}\``)), []);
  assertEquals(noKernels.filter((name) => !(name in exported)), []);
});

/** Converts an array to another class, on the same memory if possible. */
type Disguise = <T extends Made>(array: T) => T;

/** Makes a class that shares hardly more than the elements with the platform's. */
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

/** Methods with other meanings, and the constructor of the platform's own class. */
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
    what: "with their own methods",
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

/** Makes an array that begins in the middle of its memory. */
const foreign = (length: number) => new Float32Array(length + 2).subarray(1, length + 1);

for (const backend of supportedKernelBackends()) {
  for (const { what, disguise } of disguises) {
    Deno.test(`kernels treat arrays ${what} like others: ${backend}`, () => {
      const before = chooseKernelBackend(backend);
      const all = allocateFloat32(16);
      const start = new Uint8Array(all.buffer, 0, 4096).slice();
      try {
        for (const [name, kernel] of Object.entries(kernels)) {
          using scope = kernelScope();
          const places = { foreign, "in kernel memory": scope.allocateFloat32 };
          for (const [where, place] of Object.entries(places)) {
            const wanted = runKernel(kernel, { place, disguise: (array) => array });
            assertEquals(runKernel(kernel, { place, disguise }), wanted, `${name}, ${where}`);
          }
        }
        const first = new Uint8Array(all.buffer, 0, 64);
        assertEquals(first, start.subarray(0, 64), "other memory is unchanged");
      } finally {
        free(all);
        chooseKernelBackend(before);
      }
    });
  }
}

Deno.test("arrays of another kind are refused, whatever class they claim", () => {
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
