// The evidence as text and as a picture; tests/helpers/testdata.ts says how to refresh the files.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderSvg } from "../../benchmarks/evidence/svg.ts";
import { renderTable } from "../../benchmarks/evidence/table.ts";
import { formatChange, formatShare } from "../../benchmarks/evidence/words.ts";
import { assertGolden } from "../helpers/testdata.ts";
import { SAMPLE } from "./sample.ts";

const EMPTY = { ...SAMPLE, construction: [], trials: [], failed: [] };
const HOSTILE = {
  ...SAMPLE,
  environment: { ...SAMPLE.environment, cpu: `<script>&"'\x1b[31m` },
};

Deno.test("renderTable() shows counts, targets and what was read", async () => {
  await assertGolden("evidence.txt", renderTable(SAMPLE));
});

Deno.test("renderSvg() shows a bar for each method", async () => {
  await assertGolden("evidence.svg", renderSvg(SAMPLE));
});

for (const [shows, evidence] of Object.entries({ SAMPLE, EMPTY, HOSTILE })) {
  Deno.test(`renderSvg() is well-formed: ${shows}`, () => assertWellFormed(renderSvg(evidence)));
}

Deno.test("renderTable() lets nothing move the cursor", () => {
  assertStringIncludes(renderTable(HOSTILE), `<script>&"'\\x1b[31m`);
  assertEquals(renderTable(EMPTY).trimEnd().split("\n").length, 1);
});

Deno.test("renderSvg() needs nothing from outside and keeps text as text", () => {
  const svg = renderSvg(SAMPLE);
  assertEquals(svg.match(/https?:[^"]*/g), ["http://www.w3.org/2000/svg"]);
  assertEquals(/@import|url\(|<image|<script|href/.test(svg), false);
  assertStringIncludes(svg, "prefers-color-scheme:dark");
  assertStringIncludes(svg, ">benchline, pair</text>");
});

/** Fails unless every tag is closed in its turn, every attribute is quoted and no `&` is bare. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>/g, (...found) => {
    const [, closes, name, , alone] = found as string[];
    if (closes !== "") assertEquals(open.pop(), name);
    else if (alone === "") open.push(name!);
    return "";
  });
  assertEquals(open, []);
  assertEquals(rest.includes("<"), false, rest);
  assertEquals(xml.match(/&(?!amp;|lt;|quot;)/g), null);
  // deno-lint-ignore no-control-regex
  assertEquals(xml.match(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g), null);
}

Deno.test("formatShare() tells a share from none and from all", () => {
  const shares = [0, 0.0004, 0.25, 0.9996, 1].map(formatShare);
  assertEquals(shares, ["0 %", "0.04 %", "25.0 %", "99.96 %", "100 %"]);
});

Deno.test("formatChange() shows the sign of what is not nothing", () => {
  const changes = [0.15, -0.001, -0.000001, 0].map(formatChange);
  assertEquals(changes, ["+15.00 %", "-0.10 %", "0.00 %", "0.00 %"]);
});
