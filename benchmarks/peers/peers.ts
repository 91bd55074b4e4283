/** Loads every peer file, and lists those that cannot be loaded with the reason. */
import { type Contender, reasonOf } from "./contender.ts";

/** Peer files, imported one by one, so that a missing package costs only that peer. */
const files: Readonly<Record<string, () => Promise<{ load(): Promise<Contender[]> }>>> = {
  "benchline": () => import("./peer_benchline.ts"),
  "plain TypeScript": () => import("./peer_typescript.ts"),
  "numpy-ts": () => import("./peer_numpy_ts.ts"),
  "@tensorflow/tfjs-backend-wasm": () => import("./peer_tfjs_wasm.ts"),
  "@jax-js/jax": () => import("./peer_jax_js.ts"),
  "onnxruntime-web": () => import("./peer_onnxruntime_web.ts"),
  "ml-matrix": () => import("./peer_ml_matrix.ts"),
  "@stdlib/blas": () => import("./peer_stdlib_blas.ts"),
  "FMA limit": () => import("./peer_fma_limit.ts"),
  "OpenBLAS": () => import("./peer_openblas.ts"),
  "C loops": () => import("./peer_c_loops.ts"),
};

/** A peer that does not take part. */
export interface Missing {
  readonly name: string;
  readonly reason: string;
}

/** Loads all peers; the others are divided by the first contender. */
export async function loadPeers(): Promise<{ contenders: Contender[]; missing: Missing[] }> {
  const contenders: Contender[] = [], missing: Missing[] = [];
  for (const [name, file] of Object.entries(files)) {
    try {
      contenders.push(...await (await file()).load());
    } catch (error) {
      // Whatever a foreign package throws must not end the comparison of the others.
      if (name === "benchline") throw error;
      missing.push({ name, reason: reasonOf(error) });
    }
  }
  return { contenders, missing };
}
