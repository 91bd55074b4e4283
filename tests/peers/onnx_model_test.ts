import { assert, assertEquals } from "@std/assert";
import { onnxModel } from "../../benchmarks/peers/onnx_model.ts";

/** The same model in the format of `protoc --decode_raw`, as field number and content. */
Deno.test("onnxModel() writes the bytes of the format", () => {
  const x = { name: "x", type: "float32", shape: [300] } as const;
  const y = { name: "y", type: "float32", shape: [300] } as const;
  const model = onnxModel([{ operator: "Exp", inputs: ["x"], outputs: ["y"] }], [x], [], [y]);
  const tensor = (name: string) => [
    ...[10, 1, name.charCodeAt(0)], // 1: name
    ...[18, 11, 10, 9], // 2: type, 1: tensor
    ...[8, 1], // 1: element type float
    ...[18, 5, 10, 3, 8, 0xac, 2], // 2: shape, 1: dimension, 1: 300, with seven bits per byte
  ];
  const node = [10, 1, 120, 18, 1, 121, 34, 3, 69, 120, 112]; // 1: x, 2: y, 4: Exp
  const graph = [
    ...[10, node.length, ...node], // 1: node
    ...[18, 5, ...new TextEncoder().encode("graph")], // 2: name
    ...[90, tensor("x").length, ...tensor("x")], // 11: input
    ...[98, tensor("y").length, ...tensor("y")], // 12: output
  ];
  assertEquals(
    [...model],
    [8, 8, 58, graph.length, ...graph, 66, 4, 10, 0, 16, 17], // 1: version, 7: graph, 8: operators
  );
});

Deno.test("onnxModel() writes numbers and lists of numbers as attributes", () => {
  const node = { operator: "Conv", inputs: [], outputs: [], integers: { group: 1, pads: [1, 2] } };
  const group = [10, 5, ...new TextEncoder().encode("group"), 24, 1, 160, 1, 2]; // 3: 1, 20: int
  const pads = [10, 4, ...new TextEncoder().encode("pads"), 64, 1, 64, 2, 160, 1, 7]; // 8: 1 and 2
  const bytes = [...onnxModel([node], [], [], [])].join();
  for (const attribute of [group, pads]) {
    const wanted = [42, attribute.length, ...attribute].join();
    assert(bytes.includes(wanted), `${wanted} in ${bytes}`);
  }
});
