// Tests the page of a comparison in a real browser.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { renderComparisonHtml } from "../../scripts/report/comparison/html.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { makeExplanation, makeFrame } from "../helpers/entries.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { richBaseline, richCurrent } from "../helpers/rich.ts";
import { makeDocument, steady } from "../helpers/sketches.ts";
import {
  type Browser,
  CHROMIUM,
  launch,
  openPages,
  type Page,
  type WatchedPage,
} from "./browser.ts";

const how = {
  metrics: ["duration", "throughput"],
  thresholdsOf: resolveThresholds({}, {}),
  ignoreEnvironment: false,
} as const;

const rich = compareDocuments(
  { source: "a.json", document: richBaseline() },
  { source: "b.json", document: richCurrent() },
  { ...how, metrics: ["duration"] },
);

function hostile(): Comparison {
  const document = (factor: number) => {
    const made = makeDocument([]);
    const [base] = makeDocument([{ name: "a", rounds: steady(factor) }]).benchmarks;
    made.benchmarks = HOSTILE_NAMES.map(([, name]): BenchmarkResult => ({
      ...structuredClone(base!),
      name,
      group: name,
      file: name,
      throughput: 5,
      throughput_unit: name,
      failures: factor > 1 && name.length % 4 === 0 ? [{ round: 1, message: name }] : [],
    }));
    made.warnings = HOSTILE_NAMES.map(([, name]) => name);
    made.environment.cpu = HOSTILE_NAMES.map(([, name]) => name).join(" ").slice(0, 500);
    return made;
  };
  const [first, , , , last] = HOSTILE_NAMES.map(([, name]) => name);
  return compareDocuments(
    { source: first!, document: document(1) },
    { source: last!, document: document(2) },
    how,
  );
}

/** Returns one change with a call tree of three functions. */
function explained(): Comparison {
  const explanation = makeExplanation({
    frames: [
      makeFrame("run", 3, null, [0.5, 1], [0, 0]),
      makeFrame("read", 5, 0, [0.3, 0.3]),
      makeFrame("sum", 9, 0, [0.2, 0.7]),
    ],
  });
  const [entry, ...rest] = rich.entries;
  return { ...rich, entries: [{ ...entry!, explanation }, ...rest] };
}

async function open(
  browser: Browser,
  comparison: Comparison,
  viewport?: { width: number; height: number },
): Promise<WatchedPage> {
  const html = await renderComparisonHtml(comparison);
  return await openPages(browser, new Map([["report.html", html]]), "report.html", viewport);
}

const column = (page: Page, number: number) =>
  page.locator(`tbody tr:visible td:nth-child(${number})`).allInnerTexts();

Deno.test({
  name: "the page of a comparison works in Chromium",
  ignore: CHROMIUM === null,
  // The browser has its own streams and timers.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const browser = await launch();
    try {
      await t.step("shows every benchmark and both charts, and loads nothing", async () => {
        await using opened = await open(browser, rich);
        const { page, complaints } = opened;
        assertEquals(await page.locator("tbody tr").count(), rich.entries.length);
        assertEquals(await page.locator("svg[role=img]").count(), 2);
        assertEquals(complaints, []);
      });

      await t.step("sorts by a column, using only the keyboard", async () => {
        await using opened = await open(browser, rich);
        const { page, complaints } = opened;
        const before = await column(page, 1);
        const button = page.getByRole("button", { name: "Change" });
        await button.focus();
        await page.keyboard.press("Enter");
        const head = page.locator("th", { has: page.getByRole("button", { name: "Change" }) });
        assertEquals(await head.getAttribute("aria-sort"), "descending");
        const values = await page.locator("tbody tr td:nth-child(3)").evaluateAll((cells) =>
          cells.map((cell) => cell.getAttribute("data-value") ?? "")
        );
        const numbers = values.filter((value) => value !== "").map(Number);
        assertEquals(numbers, numbers.toSorted((a, b) => b - a));
        assert(values.slice(numbers.length).every((value) => value === ""));
        await page.keyboard.press("Enter");
        assertEquals(await head.getAttribute("aria-sort"), "ascending");
        await page.getByRole("button", { name: "Benchmark" }).press("Space");
        assertNotEquals(await column(page, 1), before);
        assertEquals(complaints, []);
      });

      await t.step("filters by text and by verdict", async () => {
        await using opened = await open(browser, rich);
        const { page } = opened;
        await page.getByLabel("Search").fill("MATMUL");
        const shown = await column(page, 1);
        assert(shown.length > 0 && shown.every((name) => name.includes("matmul")), `${shown}`);
        const status = page.getByRole("status");
        assertEquals(await status.innerText(), `${shown.length} of ${rich.entries.length} shown`);
        await page.getByLabel("Search").fill("");
        assertEquals(await status.innerText(), "");
        await page.getByRole("checkbox", { name: /Unchanged/ }).uncheck();
        assertEquals((await column(page, 2)).filter((verdict) => verdict === "unchanged"), []);
      });

      await t.step("follows the light and the dark theme", async () => {
        await using opened = await open(browser, rich);
        const { page } = opened;
        const colors = () =>
          page.locator("body").evaluate((body) => {
            // deno-lint-ignore no-explicit-any
            const style = (globalThis as any).getComputedStyle(body);
            return [style.backgroundColor, style.color];
          });
        await page.emulateMedia({ colorScheme: "light" });
        const light = await colors();
        await page.emulateMedia({ colorScheme: "dark" });
        const dark = await colors();
        assertNotEquals(light, dark);
      });

      await t.step("draws a flame graph that responds to keys, clicks and a search", async () => {
        await using opened = await open(browser, explained());
        const { page, complaints } = opened;
        const graph = page.getByRole("application", { name: /Flame graph/ });
        const frames = graph.locator("g");
        const shown = () => frames.locator("title").allTextContents();
        const selected = () => graph.locator("g.selected title").allTextContents();
        assertEquals(await frames.count(), 3);
        assertEquals(await graph.locator("g.slower3").count(), 2);
        await graph.focus();
        for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
        assertEquals(await selected(), [
          "sum (work.ts:9): 200 µs before, 700 µs now, +500 µs a call",
        ]);
        await page.keyboard.press("Enter");
        assertEquals((await shown()).length, 2);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        assertEquals((await shown()).length, 3);
        await page.getByLabel("before", { exact: true }).check();
        await page.getByLabel("Search").last().fill("READ");
        assertEquals(await graph.locator("g.found").count(), 1);
        await graph.locator("g.found rect").click();
        assertEquals((await shown()).length, 2);
        await page.getByRole("button", { name: "Reset" }).click();
        assertEquals((await shown()).length, 3);
        assertEquals(complaints, []);
      });

      await t.step("fits a phone: only the tables and charts scroll", async () => {
        for (const comparison of [rich, hostile()]) {
          await using opened = await open(browser, comparison, { width: 390, height: 800 });
          const width = await opened.page.evaluate("document.documentElement.scrollWidth");
          assert(Number(width) <= 390, `${width} pixels wide`);
        }
      });

      await t.step("shows hostile names as text", async () => {
        const comparison = hostile();
        await using opened = await open(browser, comparison);
        const { page, complaints } = opened;
        assertEquals(complaints, []);
        assertEquals(await page.locator("tbody tr").count(), comparison.entries.length);
        assertEquals(await page.locator("script").count(), 1);
        assertEquals(await page.locator("img, iframe, object, embed, link, base, form").count(), 0);
        const text = await page.locator("body").innerText();
        assert(text.includes("<script>alert(1)</script>"), "the name is shown as text");
        assert(!/[\u202e\u2066\u200b]/.test(text));
      });
    } finally {
      await browser.close();
    }
  },
});
