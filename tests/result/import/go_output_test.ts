// Checks that the events of go test -json are read as the text they contain.
import { assertEquals } from "@std/assert";
import { outcomes, read } from "../../helpers/go.ts";

/** Returns one event per chunk of output, as `go test -json` writes them. */
function events(chunks: readonly string[], name = "a", others: object = {}): string[] {
  return chunks.map((Output) =>
    JSON.stringify({
      Time: "2026-03-02T10:00:00.5+01:00",
      Action: "output",
      Package: name,
      ...others,
      Output,
    })
  );
}

Deno.test("go joins the events of each package, whatever is between them", () => {
  const of = (name: string, ns: number) =>
    events(
      ["goos: linux\n", "BenchmarkA-8   \t", " 5\t", ` ${ns} ns/op\n`, `ok  \t${name}\t1s\n`],
      name,
    );
  const [one, other] = [of("a", 7), of("b", 9)];
  const mixed = one.flatMap((event, index) => [event, other[index]!, '{"level":"info"} done [']);
  for (const end of ["\n", "\r\n"]) {
    const [run] = read(mixed.join(end));
    assertEquals(run!.timestamp, "2026-03-02T09:00:00.500Z");
    assertEquals(run!.benchmarks.map(({ group, duration_ms }) => [group, duration_ms]), [
      ["a", 7e-6],
      ["b", 9e-6],
    ]);
    assertEquals(run!.warnings, []);
  }
});

Deno.test("go reads events in any layout, and names the line where one begins", () => {
  const list = events(["BenchmarkA-8 \t 5\t 7 ns/op\n", "BenchmarkB-8 \t 1 \n"]).map((event) =>
    JSON.parse(event)
  );
  const pretty = list.map((event) => JSON.stringify(event, null, 2)).join("\n");
  const expected = (
    line: number,
  ) => [["BenchmarkA-8", 7], ["BenchmarkB-8", `has no figures, see line ${line}`]];
  assertEquals(outcomes(pretty), expected(7));
  assertEquals(outcomes(JSON.stringify(list)), expected(1));
});

Deno.test("go reports the benchmark of a truncated event as failed", () => {
  const [first, last] = events(["BenchmarkA-8 \t 5\t 7 ns/op\n", "BenchmarkB-8 \t"]);
  const [, cut] = events(["", " 5\t 7 ns/op\n"]);
  assertEquals(outcomes(`${first}\n${last}\n${cut!.slice(0, 60)}`), [
    ["BenchmarkA-8", 7],
    ["BenchmarkB-8", "has no figures, see line 2"],
  ]);
});
