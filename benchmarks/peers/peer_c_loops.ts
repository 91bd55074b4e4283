/**
 * The obvious C, compiled for this very processor: the cost of a native loop.
 *
 * Compiled twice, because only with `-ffast-math` may the compiler reorder a sum, or call vector
 * versions of expf and tanhf.
 *
 * @module
 */
import {
  type Contender,
  convolvedSize,
  type Elementwise,
  type Prepared,
  Unavailable,
} from "./contender.ts";

const FLAGS = ["-O3", "-march=native"];

/** A pointer to a typed array. */
const array = "buffer", count = "i32", number = "f32";

const symbols = {
  add: { parameters: [array, array, array, count], result: "void" },
  relu: { parameters: [array, array, count], result: "void" },
  sigmoid: { parameters: [array, array, count], result: "void" },
  hyperbolic_tangent: { parameters: [array, array, count], result: "void" },
  exponential: { parameters: [array, array, count], result: "void" },
  matmul_float32: { parameters: [array, array, array, count, count, count], result: "void" },
  matmul_float64: { parameters: [array, array, array, count, count, count], result: "void" },
  linear_forward: {
    parameters: [array, array, array, array, count, count, count],
    result: "void",
  },
  conv2d: {
    parameters: [
      ...[array, array, array, array, count, count, count] as const,
      ...[count, count, count, count, count, count, count] as const,
    ],
    result: "void",
  },
  batch_norm: {
    parameters: [array, array, array, array, array, array, count, count, count, number],
    result: "void",
  },
  softmax: { parameters: [array, array, count, count], result: "void" },
  layer_norm: {
    parameters: [array, array, array, array, count, count, number],
    result: "void",
  },
  sgd: { parameters: [array, array, count, number], result: "void" },
  momentum: { parameters: [array, array, array, count, number, number], result: "void" },
  adam: {
    parameters: [array, array, array, array, count, count, number, number, number, number],
    result: "void",
  },
  gather: { parameters: [array, array, array, count, count], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

type Loops = Deno.DynamicLibrary<typeof symbols>["symbols"];
type Array = Float32Array<ArrayBuffer>;

/** Compiles and opens the loops: needs `--allow-run=gcc`, `--allow-ffi`, `--allow-write=/tmp`. */
export async function load(): Promise<Contender[]> {
  const permissions = [
    { name: "run", command: "gcc" },
    { name: "ffi" },
    { name: "write", path: "/tmp" },
  ] as const;
  for (const permission of permissions) {
    if ((await Deno.permissions.query(permission)).state !== "granted") {
      throw new Unavailable("needs --allow-run=gcc, --allow-ffi and --allow-write=/tmp");
    }
  }
  const version = (await gcc(["-dumpfullversion"])).trim();
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "benchline_peers_" });
  try {
    const shared = { kind: "native", threads: 1 } as const;
    return [
      {
        ...shared,
        name: "C",
        version: `gcc ${version} ${FLAGS.join(" ")}`,
        operations: operations(await compile(folder, "plain", [])),
      },
      {
        ...shared,
        name: "C fast-math",
        version: `gcc ${version} ${FLAGS.join(" ")} -ffast-math`,
        operations: operations(await compile(folder, "fast", ["-ffast-math"])),
      },
    ];
  } finally {
    // The system keeps open libraries, so the files can go.
    await Deno.remove(folder, { recursive: true });
  }
}

async function compile(folder: string, name: string, flags: string[]): Promise<Loops> {
  const source = `${import.meta.dirname}/loops.c`;
  const object = `${folder}/${name}.o`, library = `${folder}/${name}.so`;
  await gcc([...FLAGS, ...flags, "-fPIC", "-c", source, "-o", object]);
  // Linked without -ffast-math, which would add start-up code that flushes denormals to zero in
  // the whole process, and so change the results of everyone else.
  await gcc(["-shared", object, "-lm", "-o", library]);
  return Deno.dlopen(library, symbols).symbols;
}

async function gcc(args: string[]): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command("gcc", { args }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Unavailable("gcc is not installed");
  }
  if (!output.success) {
    const message = new TextDecoder().decode(output.stderr).trim().split("\n")[0];
    throw new Unavailable(`gcc ${args.join(" ")} failed: ${message}`);
  }
  return new TextDecoder().decode(output.stdout);
}

function operations(c: Loops): Contender["operations"] {
  const into = (out: Array, call: () => void): Prepared => ({ call, results: () => [out] });
  const blank = (length: number) => new Float32Array(length);
  const copy = (values: Float32Array) => values.slice() as Array;
  const unary =
    (loop: (x: Array, out: Array, length: number) => void) => ({ x: values }: Elementwise) => {
      const x = copy(values), out = blank(x.length);
      return into(out, () => loop(x, out, x.length));
    };
  return {
    matmul({ m, k, n, ...inputs }) {
      if (inputs.a instanceof Float32Array) {
        const a = copy(inputs.a), b = copy(inputs.b as Float32Array), out = blank(m * n);
        return into(out, () => c.matmul_float32(a, b, out, m, k, n));
      }
      const a = inputs.a.slice(), b = inputs.b.slice() as Float64Array<ArrayBuffer>;
      const out = new Float64Array(m * n);
      return { call: () => c.matmul_float64(a, b, out, m, k, n), results: () => [out] };
    },
    add(inputs) {
      const a = copy(inputs.a), b = copy(inputs.b), out = blank(a.length);
      return into(out, () => c.add(a, b, out, a.length));
    },
    relu: unary(c.relu),
    sigmoid: unary(c.sigmoid),
    tanh: unary(c.hyperbolic_tangent),
    exp: unary(c.exponential),
    linearForward({ batch, inFeatures, outFeatures, ...inputs }) {
      const x = copy(inputs.x), weight = copy(inputs.weight), bias = copy(inputs.bias);
      const out = blank(batch * outFeatures);
      return into(
        out,
        () => c.linear_forward(x, weight, bias, out, batch, inFeatures, outFeatures),
      );
    },
    conv2d(inputs) {
      const { batch, inChannels, outChannels, kernelSize, stride, padding } = inputs;
      const x = copy(inputs.x), weight = copy(inputs.weight), bias = copy(inputs.bias);
      const { height, width } = convolvedSize(inputs);
      const out = blank(batch * outChannels * height * width);
      return into(out, () => {
        c.conv2d(
          ...[x, weight, bias, out, batch, inChannels, outChannels] as const,
          ...[inputs.height, inputs.width, height, width, kernelSize, stride, padding] as const,
        );
      });
    },
    batchNorm({ batch, channels, height, width, epsilon, ...inputs }) {
      const x = copy(inputs.x), mean = copy(inputs.mean), variance = copy(inputs.variance);
      const weight = copy(inputs.weight), bias = copy(inputs.bias), out = blank(x.length);
      const size = height * width;
      return into(out, () => {
        c.batch_norm(x, mean, variance, weight, bias, out, batch, channels, size, epsilon);
      });
    },
    softmax({ rows, columns, ...inputs }) {
      const x = copy(inputs.x), out = blank(x.length);
      return into(out, () => c.softmax(x, out, rows, columns));
    },
    layerNorm({ rows, columns, epsilon, ...inputs }) {
      const x = copy(inputs.x), weight = copy(inputs.weight), bias = copy(inputs.bias);
      const out = blank(x.length);
      return into(out, () => c.layer_norm(x, weight, bias, out, rows, columns, epsilon));
    },
    sgd({ learningRate, ...inputs }) {
      const p = copy(inputs.parameters), gradients = copy(inputs.gradients);
      return into(p, () => c.sgd(p, gradients, p.length, learningRate));
    },
    momentum({ learningRate, momentum, ...inputs }) {
      const p = copy(inputs.parameters), gradients = copy(inputs.gradients);
      const velocity = blank(p.length);
      return into(p, () => c.momentum(p, gradients, velocity, p.length, learningRate, momentum));
    },
    adam({ learningRate, beta1, beta2, epsilon, ...inputs }) {
      const p = copy(inputs.parameters), gradients = copy(inputs.gradients);
      const first = blank(p.length), second = blank(p.length);
      let step = 0;
      return into(p, () => {
        const { length } = p;
        c.adam(p, gradients, first, second, length, ++step, learningRate, beta1, beta2, epsilon);
      });
    },
    gather({ columns, ...inputs }) {
      const table = copy(inputs.table), indices = inputs.indices.slice();
      const out = blank(indices.length * columns);
      return into(out, () => c.gather(table, indices, out, indices.length, columns));
    },
  };
}
