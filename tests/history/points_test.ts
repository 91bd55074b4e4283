import { assertEquals } from "@std/assert";
import { PackedPoints, packPoints } from "../../scripts/history/points.ts";

Deno.test("packed points have the points of each benchmark, in the order of the results", () => {
  const results = [
    [{ benchmark: 9, durationMs: 5e-324, baselineMs: null, standardError: null, rounds: 0 }],
    [],
    [
      { benchmark: 2, durationMs: 0.1, baselineMs: 0.2, standardError: 0, rounds: 1 },
      {
        benchmark: 9,
        durationMs: 8.64e7,
        baselineMs: null,
        standardError: 0.5,
        rounds: 4_294_967_295,
      },
      {
        benchmark: 4_294_967_295,
        durationMs: 3,
        baselineMs: 5e-324,
        standardError: 1e-300,
        rounds: 7,
      },
    ],
  ];
  // The bytes of a database may begin anywhere in a larger buffer.
  const packed = results.map(packPoints).map((bytes) => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    return larger.subarray(3);
  });
  const points = new PackedPoints(packed);
  assertEquals(points.benchmarks(), new Set([9, 2, 4_294_967_295]));
  for (const benchmark of [9, 2, 4_294_967_295, 1]) {
    const wanted = results.flatMap((some, result) =>
      some.filter((point) => point.benchmark === benchmark)
        .map(({ benchmark: _, ...figures }) => ({ result, ...figures }))
    );
    assertEquals([...points.of(benchmark)], wanted);
  }
});
