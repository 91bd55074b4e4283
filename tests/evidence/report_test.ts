// Tests the evidence as text and as a picture; tests/helpers/testdata.ts says how to refresh the
// files.
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { DuetTrial, DuetVerdict } from "../../benchmarks/evidence/record.ts";
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

Deno.test("renderTable() shows counts, targets and mean changes", async () => {
  await assertGolden("evidence.txt", renderTable(SAMPLE));
});

Deno.test("renderTable() shows kinds from the noisiest on, with their results", () => {
  const [trial] = SAMPLE.trials as [DuetTrial];
  const [json, map] = trial.verdicts as [DuetVerdict, DuetVerdict];
  const unsteady = { ...map, changes: [0.5, -0.3, 0.2], rounds: 41 };
  const found = { ...json, verdict: "regression", severity: "minor" } as const;
  const trials = [
    { ...trial, verdicts: [json, unsteady] },
    { ...trial, scenario: "1%", verdicts: [json, unsteady] },
    { ...trial, scenario: "5%", verdicts: [found, unsteady, { ...json, name: "new" }] },
  ];
  assertStringIncludes(
    renderTable({ ...SAMPLE, trials }),
    [
      "kind  deviation  rounds      1%      5%",
      "map     33.08 %    41.0  0 of 1  0 of 1",
      "json     0.15 %     6.0  0 of 1  1 of 1",
      "new           -     6.0       -  0 of 1",
      "",
    ].join("\n"),
  );
});

Deno.test("renderTable() says how busy the machine was", () => {
  const loads = [0.2, 7.5, 1.04, null];
  const trials = loads.map((load) => ({ ...SAMPLE.trials[0]!, load }));
  assertStringIncludes(
    renderTable({ ...SAMPLE, trials }),
    "\nLoad in the minute before a trial: median 1.0, 0.2 to 7.5\nNo trial was pinned to some of",
  );
  assertStringIncludes(
    renderTable({ ...SAMPLE, trials: trials.slice(-1) }),
    "\nThe load of the machine is unknown\n",
  );
});

Deno.test("renderSvg() shows a bar for each method", async () => {
  await assertGolden("evidence.svg", renderSvg(SAMPLE));
});

for (const [shows, evidence] of Object.entries({ SAMPLE, EMPTY, HOSTILE })) {
  Deno.test(`renderSvg() is well-formed: ${shows}`, () => assertWellFormed(renderSvg(evidence)));
}

Deno.test("renderTable() escapes text that would move the cursor", () => {
  assertStringIncludes(renderTable(HOSTILE), `<script>&"'\\x1b[31m`);
  assertEquals(renderTable(EMPTY).trimEnd().split("\n").length, 1);
});

Deno.test("renderSvg() refers to nothing outside, and keeps text as text", () => {
  const svg = renderSvg(SAMPLE);
  assertEquals(svg.match(/https?:[^"]*/g), ["http://www.w3.org/2000/svg"]);
  assertEquals(/@import|url\(|<image|<script|href/.test(svg), false);
  assertStringIncludes(svg, "prefers-color-scheme:dark");
  assertStringIncludes(svg, ">benchline, pair</text>");
});

/** Fails unless tags are nested, every attribute is quoted and no `&` is bare. */
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

Deno.test("formatShare() distinguishes a share from none and from all", () => {
  const shares = [0, 0.0004, 0.25, 0.9996, 1].map(formatShare);
  assertEquals(shares, ["0 %", "0.04 %", "25.0 %", "99.96 %", "100 %"]);
});

Deno.test("formatChange() shows the sign unless the change rounds to 0", () => {
  const changes = [0.15, -0.001, -0.000001, 0].map(formatChange);
  assertEquals(changes, ["+15.00 %", "-0.10 %", "0.00 %", "0.00 %"]);
});
