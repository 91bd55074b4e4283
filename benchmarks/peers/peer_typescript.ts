/**
 * Plain TypeScript as a contender, which shows what any library gains.
 *
 * @module
 */
import { type Contender, convolvedSize, type FloatArray, type Prepared } from "./contender.ts";
import * as plain from "./plain_loops.ts";

/** Always available. */
export function load(): Promise<Contender[]> {
  return Promise.resolve([{
    name: "plain TS",
    kind: "JavaScript",
    threads: 1,
    version: `V8 ${Deno.version.v8}`,
    operations: {
      matmul: ({ a, b, m, k, n }) => {
        if (a instanceof Float64Array) {
          const out = new Float64Array(m * n);
          return into(out, () => plain.matmulFloat64(a, b as Float64Array, out, m, k, n));
        }
        const out = new Float32Array(m * n);
        return into(out, () => plain.matmulFloat32(a, b as Float32Array, out, m, k, n));
      },
      add: ({ a, b }) => {
        const out = new Float32Array(a.length);
        return into(out, () => plain.add(a, b, out));
      },
      relu: ({ x }) => {
        const out = new Float32Array(x.length);
        return into(out, () => plain.relu(x, out));
      },
      sigmoid: ({ x }) => {
        const out = new Float32Array(x.length);
        return into(out, () => plain.sigmoid(x, out));
      },
      tanh: ({ x }) => {
        const out = new Float32Array(x.length);
        return into(out, () => plain.tanh(x, out));
      },
      exp: ({ x }) => {
        const out = new Float32Array(x.length);
        return into(out, () => plain.exp(x, out));
      },
      linearForward: (inputs) => {
        const out = new Float32Array(inputs.batch * inputs.outFeatures);
        return into(out, () => plain.linearForward(inputs, out));
      },
      linearBackward: (inputs) => {
        const gradients = [inputs.x.length, inputs.weight.length, inputs.outFeatures]
          .map((length) => new Float32Array(length));
        const [x, weight, bias] = gradients;
        return {
          call: () => plain.linearBackward(inputs, x!, weight!, bias!),
          results: () => gradients,
        };
      },
      conv2d: (inputs) => {
        const { height, width } = convolvedSize(inputs);
        const out = new Float32Array(inputs.batch * inputs.outChannels * height * width);
        return into(out, () => plain.conv2d(inputs, out));
      },
      batchNorm: (inputs) => {
        const out = new Float32Array(inputs.x.length);
        return into(out, () => plain.batchNorm(inputs, out));
      },
      softmax: (inputs) => {
        const out = new Float32Array(inputs.x.length);
        return into(out, () => plain.softmax(inputs, out));
      },
      layerNorm: (inputs) => {
        const out = new Float32Array(inputs.x.length);
        return into(out, () => plain.layerNorm(inputs, out));
      },
      sgd: ({ parameters, gradients, learningRate }) => {
        const p = parameters.slice();
        return into(p, () => plain.sgd(p, gradients, learningRate));
      },
      momentum: ({ parameters, gradients, learningRate, momentum }) => {
        const p = parameters.slice(), velocity = new Float32Array(p.length);
        return into(p, () => plain.momentumStep(p, gradients, velocity, learningRate, momentum));
      },
      adam: (inputs) => {
        const p = inputs.parameters.slice();
        const first = new Float32Array(p.length), second = new Float32Array(p.length);
        let step = 0;
        return into(p, () => plain.adam(inputs, p, first, second, ++step));
      },
      gather: ({ table, indices, columns }) => {
        const out = new Float32Array(indices.length * columns);
        return into(out, () => plain.gather(table, indices, columns, out));
      },
    },
  }]);
}

function into(out: FloatArray, call: () => void): Prepared {
  return { call, results: () => [out] };
}
