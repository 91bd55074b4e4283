import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { parseProfile } from "../../../scripts/result/profile/parse_profile.ts";

const ACTION = "Cannot read x.cpuprofile";

interface Node {
  readonly id: number;
  readonly parent?: number;
  readonly children?: readonly number[];
  readonly callFrame: Readonly<Record<string, unknown>>;
}

const node = (id: number, more: Partial<Node> = {}): Node => ({
  id,
  callFrame: { functionName: `f${id}`, url: "file:///a.ts", lineNumber: id },
  ...more,
});
const parse = (nodes: readonly Node[], samples: readonly number[] = []) =>
  parseProfile(JSON.stringify({ nodes, samples }), ACTION);
const shape = (nodes: readonly Node[], samples: readonly number[] = []) => {
  const profile = parse(nodes, samples);
  return {
    nodes: profile.nodes.map(({ fn, parent }) => [fn.name, parent]),
    samples: profile.samples,
  };
};

Deno.test("parseProfile() puts callers before callees", async (t) => {
  const wanted = { nodes: [["f1", null], ["f3", 0], ["f2", 1]], samples: [2, 0] };
  await t.step("by children", () => {
    const nodes = [node(2), node(3, { children: [2] }), node(1, { children: [3] })];
    assertEquals(shape(nodes, [2, 1]), wanted);
  });
  await t.step("by parents", () => {
    const nodes = [node(2, { parent: 3 }), node(3, { parent: 1 }), node(1)];
    assertEquals(shape(nodes, [2, 1]), wanted);
  });
});

Deno.test("parseProfile() counts lines from 1, and reads none outside JavaScript", () => {
  const { nodes } = parse([
    node(1),
    node(2, { callFrame: { functionName: "(program)", lineNumber: -1 } }),
  ]);
  assertEquals(nodes.map(({ fn }) => [fn.url, fn.line]), [["file:///a.ts", 2], ["", null]]);
});

Deno.test("parseProfile() leaves out nodes without a path from the root", async (t) => {
  await t.step("a circle", () => {
    const nodes = [node(1), node(2, { children: [3] }), node(3, { children: [2] })];
    assertEquals(shape(nodes, [1, 2, 3]), { nodes: [["f1", null]], samples: [0] });
  });
  await t.step("an unknown caller", () => {
    assertEquals(shape([node(1), node(2, { parent: 9 })], [2, 1]), {
      nodes: [["f1", null]],
      samples: [0],
    });
  });
  await t.step("a sample of a missing node", () => {
    assertEquals(shape([node(1)], [7, 1]), { nodes: [["f1", null]], samples: [0] });
  });
});

Deno.test("parseProfile() refuses texts that are not profiles, in one line", async (t) => {
  const rows: [what: string, text: string, says: string][] = [
    ["cut off", '{"nodes":[{"id":1,', "Cannot read x.cpuprofile"],
    ["a list", "[]", "must be an object"],
    ["no nodes", '{"samples":[]}', "nodes"],
    ["no samples", '{"nodes":[]}', "samples"],
    [
      "a name that is not a string",
      '{"nodes":[{"id":1,"callFrame":{"functionName":7}}],"samples":[]}',
      "functionName",
    ],
  ];
  for (const [what, text, says] of rows) {
    await t.step(what, () => {
      const { message } = assertThrows(() => parseProfile(text, ACTION), Failure);
      assertEquals([message.includes(says), message.includes("\n")], [true, false], message);
    });
  }
});

Deno.test("parseProfile() reads a hundred thousand nested nodes", () => {
  const count = 100_000;
  const nodes = Array.from(
    { length: count },
    (_, index) => node(index, index + 1 < count ? { children: [index + 1] } : {}),
  );
  const profile = parse(nodes, [count - 1]);
  assertEquals(profile.nodes.length, count);
  assertEquals(profile.samples, [count - 1]);
});
