import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { backendsFor } from "../../kernels/backend.ts";
import {
  allocateFloat32,
  chooseKernelBackend,
  free,
  type KernelBackend,
  kernelBackend,
  matmul,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { detectWasmFeatures } from "../../kernels/wasm/features.ts";
import { randomValues } from "./random.ts";

Deno.test("detectWasmFeatures() finds the features of this engine", () => {
  assertEquals(detectWasmFeatures(), { simd: true, relaxedSimd: true });
});

/** Returns whether a module has the multiply-and-add instruction: 0xfd, then 0x105 as LEB128. */
const isRelaxed = (bytes: Uint8Array) =>
  bytes.some((byte, i) => byte === 0xfd && bytes[i + 1] === 0x85 && bytes[i + 2] === 0x02);

const engines: {
  what: string;
  instantiate: (bytes: Uint8Array<ArrayBuffer>) => void;
  backends: KernelBackend[];
}[] = [
  {
    what: "without relaxed SIMD",
    instantiate: (bytes) => {
      if (isRelaxed(bytes)) throw new WebAssembly.CompileError("invalid numeric opcode");
    },
    backends: ["simd", "typescript"],
  },
  {
    what: "whose policy forbids WebAssembly",
    instantiate: () => {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    },
    backends: ["typescript"],
  },
  {
    what: "with every feature",
    instantiate: () => {},
    backends: ["relaxed-simd", "simd", "typescript"],
  },
];

for (const { what, instantiate, backends } of engines) {
  Deno.test(`an engine ${what} has the backends ${backends.join(", ")}`, () => {
    assertEquals(backendsFor(detectWasmFeatures(instantiate)), backends);
  });
}

Deno.test("a valid module that the engine may not run counts as missing", () => {
  const { Module } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes);
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    }
  };
  try {
    assertEquals(detectWasmFeatures(), { simd: false, relaxedSimd: false });
  } finally {
    WebAssembly.Module = Module;
  }
});

Deno.test("kernelBackend() is the fastest at first, and then the chosen one", () => {
  const fastest = supportedKernelBackends()[0]!;
  assertEquals(kernelBackend(), fastest);
  assertEquals(chooseKernelBackend("simd"), fastest);
  assertEquals(kernelBackend(), "simd");
  assertEquals(chooseKernelBackend(fastest), "simd");
});

Deno.test("chooseKernelBackend() refuses a missing backend", () => {
  assertThrows(
    () => chooseKernelBackend("webgpu" as KernelBackend),
    RangeError,
    "one of relaxed-simd, simd, typescript is wanted, current value is webgpu",
  );
});

Deno.test("kernels compute with the chosen backend", () => {
  const n = 40, shape = { m: n, k: n, n };
  const a = allocateFloat32(n * n), out = allocateFloat32(n * n);
  a.set(randomValues(n * n, 1));
  const before = kernelBackend();
  const results = supportedKernelBackends().map((backend) => {
    chooseKernelBackend(backend);
    return matmul(a, a, out, shape).slice();
  });
  chooseKernelBackend(before);
  // They round differently: once per product and sum, twice, and once per block in 64 bits.
  const [relaxed, simd, typescript] = results;
  assertNotEquals(relaxed, simd);
  assertNotEquals(simd, typescript);
  free(a), free(out);
});
