/** Functions of single 32-bit floats. */
import { constantLocal, writeElementwise } from "./elementwise.ts";
import { type FunctionBuilder, type Local, ModuleBuilder, type V128 } from "./emitter.ts";
import { DETOUR, exponential, LOWEST_EXPONENT, splitExponential } from "./exponential.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** Names of the functions. */
export type Activation = "relu" | "sigmoid" | "tanh" | "exp";

/** Addresses of the input and the output, then the number of elements. */
type Unary = (x: number, out: number, length: number) => void;

/** Writes code that computes `out` from `x`, which it may overwrite. */
type WriteUnary = (x: Local<V128>, out: Local<V128>) => void;

const writers: Record<Activation, (f: FunctionBuilder, v: Lanes, fused: boolean) => WriteUnary> = {
  relu(f, v) {
    const zero = constantLocal(f, v, 0);
    // In this order a NaN stays.
    return (x, out) => out.set(v.higher(x.get(), zero.get()));
  },
  exp(f, _v, fused) {
    const writeExponential = exponential(f, fused);
    return (x, out) => {
      writeExponential(x);
      out.set(x.get());
    };
  },
  sigmoid: writeSigmoid,
  tanh: writeTanh,
};

/** Beyond it the logistic function rounds to 1. */
const SIGMOID_LIMIT = 43;

/** 1 / (1 + e^−x), as s / (s + s e^−x) with an s so small that s e^−x does not overflow. */
function writeSigmoid(f: FunctionBuilder, v: Lanes, fused: boolean): WriteUnary {
  const small = constantLocal(f, v, 2 ** -DETOUR);
  const { write, rest, power } = splitExponential(f, fused, {
    lowest: LOWEST_EXPONENT,
    highest: SIGMOID_LIMIT,
    shift: -DETOUR,
    negated: true,
  });
  return (x, out) => {
    write(x);
    out.set(
      v.div(small.get(), v.multiplyAdd(rest.get(), power.get(), () => small.get())),
    );
  };
}

/** Beyond it tanh rounds to 1. */
const TANH_LIMIT = 9.02;
/**
 * tanh x ≈ x P(x²) / Q(x²) up to the limit, P and Q beginning with 1; fitted for least relative
 * error, 2.2e-8 at most.
 */
const TANH_P = [0.133826876, 0.00349745876, 2.06358363e-5, 1.33843043e-8];
const TANH_Q = [0.467160106, 0.0258843657, 3.28851893e-4, 7.79025584e-7];

function writeTanh(f: FunctionBuilder, v: Lanes): WriteUnary {
  const constant = (value: number) => constantLocal(f, v, value);
  const one = constant(1), limit = constant(TANH_LIMIT), minusLimit = constant(-TANH_LIMIT);
  const minusOne = constant(-1);
  const p = TANH_P.map(constant), q = TANH_Q.map(constant);
  const square = f.v128Local(), over = f.v128Local(), under = f.v128Local();
  const polynomial = (to: Local<V128>, coefficients: readonly Local<V128>[]) => {
    to.set(coefficients.at(-1)!.get());
    for (const coefficient of [one, ...coefficients.slice(0, -1)].reverse()) {
      to.set(v.multiplyAdd(to.get(), square.get(), () => coefficient.get()));
    }
  };
  return (x, out) => {
    x.set(v.lower(v.higher(x.get(), minusLimit.get()), limit.get()));
    square.set(v.mul(x.get(), x.get()));
    polynomial(over, p);
    polynomial(under, q);
    out.set(v.div(v.mul(x.get(), over.get()), under.get()));
    out.set(v.lower(v.higher(out.get(), minusOne.get()), one.get()));
  };
}

/** The functions as a module. */
export const activationFamily: () => Family<Record<Activation, Unary>> | undefined = declareFamily(
  0,
  ({ memory, fused }) => {
    const module = new ModuleBuilder(memory);
    for (const name of Object.keys(writers) as Activation[]) {
      module.function(name, ["x", "out", "length"], (f, { x, out, length }) => {
        const write = writers[name](f, new Lanes(f, float32Lanes, fused), fused);
        writeElementwise(
          f,
          float32Lanes,
          { inputs: { x }, outputs: { out }, length },
          (vectors) => write(vectors.x, vectors.out),
        );
      });
    }
    return module.finish();
  },
);
