/**
 * Times one kernel's first call in a fresh Worker, in which nothing has run yet.
 *
 * Loaded by `cold.ts`; it answers a kernel's name with milliseconds. The engine may keep compiled
 * code for the whole process, so all of this must run before the main thread uses a kernel.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import * as kernels from "../../kernels/mod.ts";

const size = 64;
const array = () => kernels.allocateFloat32(size * size);

/** Each returns its call, with the arrays already allocated, because memory is not measured. */
const firstCalls: Record<string, () => () => unknown> = {
  add() {
    const a = array(), b = array(), out = array();
    return () => kernels.add(a, b, out);
  },
  matmul() {
    const a = array(), b = array(), out = array();
    return () => kernels.matmul(a, b, out, { m: size, k: size, n: size });
  },
  "matmul f64"() {
    const [a, b, out] = [0, 1, 2].map(() => kernels.allocateFloat64(size * size));
    return () => kernels.matmul(a!, b!, out!, { m: size, k: size, n: size });
  },
  sigmoid() {
    const x = array(), out = array();
    return () => kernels.sigmoid(x, out);
  },
  softmax() {
    const x = array(), out = array();
    return () => kernels.softmax(x, out, { rows: size, columns: size });
  },
  layerNorm() {
    const x = array(), out = array();
    const weight = kernels.allocateFloat32(size), bias = kernels.allocateFloat32(size);
    return () => kernels.layerNorm(x, weight, bias, out, { rows: size, columns: size });
  },
  linearForward() {
    const x = array(), weight = array(), bias = kernels.allocateFloat32(size), out = array();
    const shape = { batch: size, inFeatures: size, outFeatures: size };
    return () => kernels.linearForward(x, weight, bias, out, shape);
  },
  adamStep() {
    const [p, gradients, first, second] = [0, 1, 2, 3].map(array);
    return () => kernels.adamStep(p!, gradients!, first!, second!, { step: 1 });
  },
  gatherRows() {
    const table = array(), out = array(), indices = new Uint32Array(size);
    return () => kernels.gatherRows(table, indices, out, { columns: size });
  },
};

self.onmessage = ({ data }: MessageEvent<string>) => {
  const call = firstCalls[data]!();
  const start = performance.now();
  call();
  self.postMessage(performance.now() - start);
};
self.postMessage(Object.keys(firstCalls));
