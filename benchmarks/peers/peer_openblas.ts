/**
 * OpenBLAS through FFI on one thread: the speed of native code with vectors of any width.
 *
 * Not a peer to beat from WebAssembly, whose vectors have 128 bits, but the yardstick.
 *
 * @module
 */
import { type Contender, type FloatArray, Unavailable } from "./contender.ts";

/** Names under which systems install it; the first is Debian's libopenblas0. */
const LIBRARIES = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll"];

/** Values of the enumerations of cblas.h. */
const ROW_MAJOR = 101, NO_TRANSPOSE = 111, TRANSPOSE = 112;

const symbols = {
  openblas_set_num_threads: { parameters: ["i32"], result: "void" },
  openblas_get_config: { parameters: [], result: "pointer" },
  openblas_get_corename: { parameters: [], result: "pointer" },
  cblas_sgemm: {
    parameters: [
      ...["i32", "i32", "i32", "i32", "i32", "i32", "f32", "buffer", "i32"] as const,
      ...["buffer", "i32", "f32", "buffer", "i32"] as const,
    ],
    result: "void",
  },
  cblas_dgemm: {
    parameters: [
      ...["i32", "i32", "i32", "i32", "i32", "i32", "f64", "buffer", "i32"] as const,
      ...["buffer", "i32", "f64", "buffer", "i32"] as const,
    ],
    result: "void",
  },
  cblas_sgemv: {
    parameters: [
      ...["i32", "i32", "i32", "i32", "f32", "buffer", "i32"] as const,
      ...["buffer", "i32", "f32", "buffer", "i32"] as const,
    ],
    result: "void",
  },
  cblas_saxpy: { parameters: ["i32", "f32", "buffer", "i32", "buffer", "i32"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Opens the library, for which it needs `--allow-ffi`. */
export async function load(): Promise<Contender[]> {
  const { state } = await Deno.permissions.query({ name: "ffi" });
  if (state !== "granted") throw new Unavailable("needs --allow-ffi");
  const blas = open().symbols;
  blas.openblas_set_num_threads(1);
  const text = (pointer: Deno.PointerValue) =>
    pointer === null ? "unknown" : new Deno.UnsafePointerView(pointer).getCString();
  const transposed = (yes: boolean) => yes ? TRANSPOSE : NO_TRANSPOSE;

  /** out (m × n) = a · b + beta · out, with either operand transposed if asked. */
  const gemm = (
    [m, k, n]: readonly [number, number, number],
    [a, transposeA]: readonly [FloatArray, boolean],
    [b, transposeB]: readonly [FloatArray, boolean],
    out: FloatArray,
    beta = 0,
  ) => {
    const product = out instanceof Float32Array ? blas.cblas_sgemm : blas.cblas_dgemm;
    product(
      ROW_MAJOR,
      transposed(transposeA),
      transposed(transposeB),
      m,
      n,
      k,
      1,
      a as Float32Array<ArrayBuffer>,
      transposeA ? m : k,
      b as Float32Array<ArrayBuffer>,
      transposeB ? k : n,
      beta,
      out as Float32Array<ArrayBuffer>,
      n,
    );
  };

  /** out = a · x + beta · out, with a (rows × columns) transposed if asked. */
  const gemv = (
    [rows, columns]: readonly [number, number],
    [a, transposeA]: readonly [Float32Array, boolean],
    x: Float32Array,
    out: Float32Array,
    beta = 0,
  ) =>
    blas.cblas_sgemv(
      ROW_MAJOR,
      transposed(transposeA),
      rows,
      columns,
      1,
      a as Float32Array<ArrayBuffer>,
      columns,
      x as Float32Array<ArrayBuffer>,
      1,
      beta,
      out as Float32Array<ArrayBuffer>,
      1,
    );

  return [{
    name: "OpenBLAS",
    kind: "native",
    threads: 1,
    version: `${text(blas.openblas_get_config())}, kernels for ${
      text(blas.openblas_get_corename())
    }`,
    note: "native code, through FFI",
    operations: {
      matmul({ a, b, m, k, n }) {
        if (a instanceof Float32Array && (m === 1 || n === 1)) {
          const out = new Float32Array(m * n), other = b as Float32Array;
          return {
            call: m === 1
              ? () => gemv([k, n], [other, true], a, out)
              : () => gemv([m, k], [a, false], other, out),
            results: () => [out],
          };
        }
        const out = a instanceof Float32Array ? new Float32Array(m * n) : new Float64Array(m * n);
        return {
          call: () => gemm([m, k, n], [a, false], [b, false], out),
          results: () => [out],
        };
      },
      linearForward({ x, weight, bias, batch, inFeatures, outFeatures }) {
        const out = new Float32Array(batch * outFeatures);
        return {
          call() {
            for (let row = 0; row < batch; row++) out.set(bias, row * outFeatures);
            if (batch === 1) return gemv([outFeatures, inFeatures], [weight, false], x, out, 1);
            gemm([batch, inFeatures, outFeatures], [x, false], [weight, true], out, 1);
          },
          results: () => [out],
        };
      },
      linearBackward({ x, weight, outGradient, batch, inFeatures, outFeatures }) {
        const xGradient = new Float32Array(x.length);
        const weightGradient = new Float32Array(weight.length);
        const biasGradient = new Float32Array(outFeatures), ones = new Float32Array(batch).fill(1);
        return {
          call() {
            gemm(
              [batch, outFeatures, inFeatures],
              [outGradient, false],
              [weight, false],
              xGradient,
            );
            gemm([outFeatures, batch, inFeatures], [outGradient, true], [x, false], weightGradient);
            gemm([1, batch, outFeatures], [ones, false], [outGradient, false], biasGradient);
          },
          results: () => [xGradient, weightGradient, biasGradient],
        };
      },
      sgd({ gradients, learningRate, ...inputs }) {
        const parameters = inputs.parameters.slice() as Float32Array<ArrayBuffer>;
        return {
          call() {
            blas.cblas_saxpy(
              parameters.length,
              -learningRate,
              gradients as Float32Array<ArrayBuffer>,
              1,
              parameters,
              1,
            );
          },
          results: () => [parameters],
        };
      },
    },
  }];
}

function open() {
  const reasons: string[] = [];
  for (const library of LIBRARIES) {
    try {
      return Deno.dlopen(library, symbols);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message.split("\n")[0]! : String(error));
    }
  }
  throw new Unavailable(`${reasons[0]} (Debian: libopenblas0-pthread)`);
}
