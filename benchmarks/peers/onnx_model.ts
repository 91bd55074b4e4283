/**
 * Writes a model of one node in the format of ONNX: a protocol-buffers file.
 *
 * Enough of the format to hold an operator, its attributes, inputs, constants and outputs. Field
 * numbers are those of onnx.proto3, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
 *
 * @module
 */

/** A tensor's name, element type and shape. */
export interface TensorInfo {
  readonly name: string;
  readonly type: keyof typeof ELEMENT_TYPES;
  readonly shape: readonly number[];
}

/** A tensor whose values are part of the model. */
export interface Constant extends TensorInfo {
  readonly values: Float32Array;
}

/** An operator between named tensors. */
export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers: whole ones and lists of them under `integers`, others under `floats`. */
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
}

const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7, float64: 11 };
/** The first operator set with LayerNormalization, and the file version that goes with it. */
const OPERATOR_SET = 17, FILE_VERSION = 8;

/** Bytes of a model. */
export function onnxModel(
  nodes: readonly Node[],
  inputs: readonly TensorInfo[],
  constants: readonly Constant[],
  outputs: readonly TensorInfo[],
): Uint8Array {
  const graph = join([
    ...nodes.map((node) => bytes(1, nodeBytes(node))),
    text(2, "graph"),
    ...constants.map((constant) => bytes(5, constantBytes(constant))),
    ...inputs.map((input) => bytes(11, infoBytes(input))),
    ...outputs.map((output) => bytes(12, infoBytes(output))),
  ]);
  const operators = join([text(1, ""), integer(2, OPERATOR_SET)]);
  return join([integer(1, FILE_VERSION), bytes(7, graph), bytes(8, operators)]);
}

function nodeBytes({ operator, inputs, outputs, integers = {}, floats = {} }: Node): Uint8Array {
  return join([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(integers).map(([name, value]) =>
      bytes(
        5,
        typeof value === "number"
          ? join([text(1, name), integer(3, value), integer(20, 2)])
          : join([text(1, name), ...value.map((each) => integer(8, each)), integer(20, 7)]),
      )
    ),
    ...Object.entries(floats).map(([name, value]) =>
      bytes(5, join([text(1, name), float(2, value), integer(20, 1)]))
    ),
  ]);
}

function infoBytes({ name, type, shape }: TensorInfo): Uint8Array {
  const dimensions = shape.map((size) => bytes(1, integer(1, size)));
  const tensor = join([integer(1, ELEMENT_TYPES[type]), bytes(2, join(dimensions))]);
  return join([text(1, name), bytes(2, bytes(1, tensor))]);
}

function constantBytes({ name, type, shape, values }: Constant): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return join([
    ...shape.map((size) => integer(1, size)),
    integer(2, ELEMENT_TYPES[type]),
    text(8, name),
    bytes(9, raw),
  ]);
}

/** Seven bits a byte, lowest first; the eighth bit says that more follow. */
function varint(value: number): number[] {
  const out: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push(value % 128 + 128);
  return [...out, value];
}

function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);
}

function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

function float(field: number, value: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(4));
  out.setFloat32(0, value, true);
  return join([Uint8Array.from(varint(field * 8 + 5)), new Uint8Array(out.buffer)]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) out.set(part, position), position += part.length;
  return out;
}
