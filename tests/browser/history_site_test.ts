// Tests the pages of a history in a real browser.
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderSite } from "../../scripts/report/history/site.ts";
import type { Trend } from "../../scripts/verdict/series.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { eventfulTrends, makeTrend, orderOf, richTrends } from "../helpers/history_view.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { type Browser, openPages, testInBrowser as test, type WatchedPage } from "./browser.ts";

async function open(
  browser: Browser,
  trends: readonly Trend[],
  viewport?: { width: number; height: number },
): Promise<WatchedPage> {
  const pages = renderSite(trends.map(({ benchmark }) => benchmark), trends, {
    timestamp: "2026-05-01T00:00:00.000Z",
    repositoryUrl: "https://example.com/owner/name",
    environments: new Map([["one machine", ENVIRONMENT]]),
    results: orderOf(trends),
    thresholdsOf: () => DEFAULT_THRESHOLDS,
  });
  const texts = new Map<string, string>();
  for await (const { name, html } of pages) texts.set(name, html);
  return await openPages(browser, texts, "index.html", viewport);
}

test("the pages link to each other, load nothing and report no errors", async (browser) => {
  await using site = await open(browser, richTrends());
  const { page, complaints } = site;
  await page.locator("table a", { hasText: "sort" }).first().click();
  assertEquals(await page.locator("h1").innerText(), "sort");
  assertEquals(await page.locator("svg[role=img]").count(), 1);
  const dots = await page.locator("svg[role=img] circle").count();
  assertEquals(dots, 80);
  await page.getByText("All benchmarks").click();
  assertStringIncludes(await page.locator("h1").innerText(), "2 open regressions");
  assertEquals(complaints, []);
});

test("the table of changes can be filtered and sorted with the keyboard alone", async (browser) => {
  await using site = await open(browser, eventfulTrends());
  const { page } = site;
  const rows = page.locator("table").first().locator("tbody tr:visible");
  const all = await rows.count();
  await page.keyboard.press("Tab");
  await page.keyboard.type("sorted 1");
  assertEquals(await rows.count(), 1);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  assertEquals(await rows.count(), all);
  const values = () =>
    page.evaluate(
      "[...document.querySelectorAll('table')[0].tBodies[0].rows].map((row) => row.cells[1].innerText)",
    ) as Promise<string[]>;
  const newestFirst = await values();
  await page.getByRole("button", { name: /^When/ }).first().focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assertEquals(await values(), newestFirst.toReversed());
});

test("events unfold with the keyboard to links to their benchmarks", async (browser) => {
  await using site = await open(browser, eventfulTrends());
  const { page, complaints } = site;
  const section = page.locator("section").first();
  assertEquals(await section.locator("h2").innerText(), "What moved together");
  const member = section.getByRole("link", { name: "shared 2" });
  assertEquals(await member.isVisible(), false);
  await section.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  assertEquals(await member.isVisible(), true);
  await section.getByLabel("Search").fill("upgraded 5");
  assertEquals(await section.locator("tbody tr:visible").count(), 1);
  await section.getByLabel("Search").fill("");
  await section.getByLabel("machine").uncheck();
  assertEquals(await section.locator("tbody tr:visible").count(), 3);
  await member.click();
  assertEquals(await page.locator("h1").innerText(), "shared 2");
  assertEquals(complaints, []);
});

test("searching one table leaves the others unchanged", async (browser) => {
  await using site = await open(browser, richTrends());
  const { page } = site;
  const [moves, benchmarks] = [1, 2].map((index) =>
    page.locator("section").nth(index).locator("tbody tr:visible")
  );
  const [movesBefore, all] = [await moves!.count(), await benchmarks!.count()];
  await page.locator("section").nth(1).getByLabel("Search").fill("sort");
  assertEquals([await moves!.count(), await benchmarks!.count()], [1, all]);
  await page.locator("section").nth(1).getByLabel("Search").fill("");
  await page.locator("section").last().getByLabel("Search").fill("steady");
  assertEquals([await moves!.count(), await benchmarks!.count()], [movesBefore, 1]);
  await page.locator("section").nth(1).getByLabel("open").uncheck();
  assertEquals([await moves!.count(), await benchmarks!.count()], [movesBefore - 2, 1]);
});

test("tables and charts scroll on a phone, but not the page, and a dark theme is dark", async (browser) => {
  await using site = await open(browser, richTrends(), { width: 380, height: 800 });
  const { page, complaints } = site;
  const overflow = () =>
    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assertEquals(await overflow(), 0);
  await page.locator("td.name a").first().click();
  assertEquals(await overflow(), 0);
  await page.emulateMedia({ colorScheme: "dark" });
  const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  assertEquals(background, "rgb(13, 17, 23)");
  assertEquals(complaints, []);
});

test("hostile names have no effect on any page", async (browser) => {
  const trends = HOSTILE_NAMES.map(([, text]) =>
    makeTrend({ file: text, group: text, name: text }, 40, (day) => day < 20 ? 1 : 1.5, {
      commits: [{ hash: text, author: text, timestamp: text, subject: text }],
      reason: text,
    })
  );
  await using site = await open(browser, trends);
  const { page, complaints } = site;
  const links = await page.evaluate(
    "[...document.querySelectorAll('table')[1].querySelectorAll('td.name a')].map((link) => link.href)",
  ) as string[];
  assertEquals(links.length, trends.length);
  for (const link of links) await page.goto(link);
  assertEquals(complaints, []);
});

test("a long reason does not widen the table of changes beyond 1,200 pixels", async (browser) => {
  const benchmark = { file: null, group: null, name: "sort" };
  const rise = (day: number) => day < 40 ? 1 : 1.3;
  const reason = "the new parser keeps the positions that the language server needs; ".repeat(6);
  await using site = await open(browser, [makeTrend(benchmark, 80, rise, { reason })], {
    width: 1200,
    height: 900,
  });
  const [wanted, given] = await site.page.evaluate(
    "((box) => [box.scrollWidth, box.clientWidth])(document.querySelector('.scroll'))",
  ) as [number, number];
  assertEquals(wanted, given);
});
