import { DEFAULT_THRESHOLDS } from "../../../scripts/verdict/severity.ts";
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { renderSite, type SitePage } from "../../../scripts/report/history/site.ts";
import type { Trend } from "../../../scripts/verdict/series.ts";
import { ENVIRONMENT } from "../../helpers/documents.ts";
import { eventfulTrends, makeTrend, orderOf, richTrends } from "../../helpers/history_view.ts";
import { makeEntry, makeExplanation } from "../../helpers/entries.ts";
import { HOSTILE_NAMES } from "../../helpers/hostile_names.ts";

const options = {
  timestamp: "2026-05-01T00:00:00.000Z",
  repositoryUrl: "https://example.com/owner/name",
  environments: new Map([["one machine", ENVIRONMENT]]),
  thresholdsOf: () => DEFAULT_THRESHOLDS,
};

function render(trends: readonly Trend[], changed = {}): Promise<SitePage[]> {
  const benchmarks = trends.map(({ benchmark }) => benchmark);
  return Array.fromAsync(
    renderSite(benchmarks, trends, { ...options, results: orderOf(trends), ...changed }),
  );
}

Deno.test("a page a benchmark, the overview last, and every link leads to one of them", async () => {
  const pages = await render(richTrends());
  assertEquals(pages.length, 6);
  assertEquals(pages.at(-1)!.name, "index.html");
  const names = new Set(pages.map(({ name }) => name));
  for (const { html } of pages) {
    for (const [, target] of html.matchAll(/href="([^"]+)"/g)) {
      if (!target!.startsWith("https://example.com/owner/name/")) {
        assert(names.has(target!), target);
      }
    }
  }
});

Deno.test("the overview names what moved, when and by whom; the title counts what is open", async () => {
  const index = (await render(richTrends())).at(-1)!.html;
  assertMatch(index, /<h1>Benchmarks over time: 2 open regressions<\/h1>/);
  assertMatch(index, /Ada: Sort by locale/);
  assertMatch(index, /needed for safety/);
  assertMatch(index, /\+15\.0 %, minor regression, dismissed, reported 2026-02-02 as \+15\.9 %/);
  assertMatch(index, /<td class="when">2026-02-12 00:00<br>as \+29\.8 %<\/td>/);
  assertMatch(index, /\(drift\)/);
});

/** The text of each cell of the rows of a table, by its title. */
function rowsOf(html: string, title: string): string[][] {
  const [, body] = new RegExp(`<h2>${title}</h2>[^]*?<tbody>([^]*?)</tbody>`).exec(html)!;
  return body!.split("<tr").slice(1).map((row) =>
    row.split("<td").slice(1).map((cell) =>
      cell.replace(/^[^>]*>/, "").replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").trim()
    )
  );
}

Deno.test("the overview has what moved together before what else moved and all benchmarks", async () => {
  const index = (await render(eventfulTrends())).at(-1)!.html;
  assertMatch(
    index,
    /<h1>Benchmarks over time: 3 open regressions, 1 event of unclear cause<\/h1>/,
  );
  assertEquals([...index.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title), [
    "What moved together",
    "What else moved",
    "All benchmarks",
  ]);
  const events = rowsOf(index, "What moved together");
  assertEquals(events.map(([moved]) => /^.*?(?=code-|event-)/.exec(moved!)![0]), [
    "6 of 20 benchmarks rose by 8.0 to 12.0 %: unclear cause machine, toolchain or shared code; compare --against 00590059 settles it ",
    "6 of 20 benchmarks rose by 8.0 to 12.0 %: machine, toolchain or shared code dismissed: checked by hand ",
    "2 of 20 benchmarks rose by 29.8 to 30.0 %: code ",
    "16 of 20 benchmarks rose by 8.0 to 12.0 %: machine or toolchain ",
  ]);
  assertMatch(
    events[3]![0]!,
    /event-id30 8 changes, reported from 2026-02-02 to 2026-02-04 upgraded 3/,
  );
  assertMatch(events[3]![2]!, /Deno 2\.9\.5 → 2\.9\.6 CPU Test CPU → not recorded$/);
  assertMatch(events[2]![2]!, /^00400040 00400040 Ada: Sort by locale$/);
  assertEquals(rowsOf(index, "What else moved").map(([name, change]) => [name, change]), [
    ["upgraded 0", "+9.0 %"],
    ["alone", "+50.2 %"],
  ]);
});

Deno.test("each change of an event leads to its benchmark, and says what was told and is known", async () => {
  const pages = await render(eventfulTrends());
  const [event] = rowsOf(pages.at(-1)!.html, "What moved together");
  assertMatch(event![0]!, /shared 0 \+10\.4 %, minor regression, reported 2026-03-04 as \+10\.8 %/);
  const [, folded] = /<details>([^]*?)<\/details>/.exec(pages.at(-1)!.html)!;
  const targets = [...folded!.matchAll(/href="([^"]+)"/g)].map(([, target]) => target);
  assertEquals(targets, pages.map(({ name }) => name).filter((name) => name.includes("shared")));
});

Deno.test("an overview of many events lists the changes of the newest, and counts all", async () => {
  const [made] = eventfulTrends();
  const [, rise] = eventfulTrends();
  const [step] = rise!.steps;
  const days = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
  const trends = Array.from({ length: 300 }, (_, index): Trend => ({
    ...made!,
    benchmark: { file: null, group: null, name: `b${index}` },
    // Charts of them would take most of the time, and only the overview is of interest.
    points: [],
    steps: Array.from({ length: 60 }, (_, day) => ({
      ...step!,
      after: { ...step!.after, result: `r${5 * day}`, timestamp: days(day + 1) },
    })),
  }));
  const results = Array.from({ length: 300 }, (_, day) => `r${day}`);
  const index = (await render(trends, { results })).at(-1)!.html;
  const events = rowsOf(index, "What moved together");
  assertEquals(events.length, 60);
  assertMatch(events[0]![0]!, / 300 changes, .* b99 [^b]* and 200 more$/);
  assertMatch(events[59]![0]!, / 300 changes, reported on \d{4}-\d\d-\d\d and 300 more$/);
});

Deno.test("the page of a benchmark says of a change what the others did and what differs", async () => {
  const [, page] = await render(eventfulTrends());
  const [change] = rowsOf(page!.html, "Changes");
  assertEquals(change!.slice(4), [
    "2026-02-03 00:00 as +10.2 %",
    "16 of 20 benchmarks rose by 8.0 to 12.0 %: machine or toolchain 00300030..00310031 Deno 2.9.5 → 2.9.6 CPU Test CPU → not recorded",
    "id31",
  ]);
});

Deno.test("the name of a page depends on the benchmark alone", async () => {
  const [one, other] = await Promise.all([
    render(richTrends()),
    render(richTrends().toReversed()),
  ]);
  assertEquals(new Set(one.map(({ name }) => name)), new Set(other.map(({ name }) => name)));
  for (const { name } of one) assertMatch(name, /^[a-z0-9-]+\.html$/);
});

Deno.test("links lead to the repository's commits only, and nowhere without one", async () => {
  const trend = makeTrend({ file: null, group: null, name: "a" }, 60, (day) => day < 30 ? 1 : 2, {
    commits: [{ hash: 'x"onclick="a', author: "a", timestamp: "", subject: "s" }],
  });
  const linked = (await render([trend])).map(({ html }) => html).join("");
  const targets = [...linked.matchAll(/href="(https?:[^"]*)"/g)].map(([, target]) => target);
  assertNotEquals(targets, []);
  for (const target of targets) {
    assertMatch(target!, /^https:\/\/example\.com\/owner\/name\/(commit|compare)\/[0-9a-f.]+$/);
  }
  for (const repositoryUrl of [null, "javascript:alert(1)", "file:///etc"]) {
    const plain = (await render([trend], { repositoryUrl })).map(({ html }) => html).join("");
    assertEquals(/href="(?!index\.html|a-[0-9a-f]{12}\.html)/.test(plain), false);
  }
});

Deno.test("hostile names are text wherever they stand", async () => {
  const trends = HOSTILE_NAMES.map(([, text]) =>
    makeTrend({ file: text, group: text, name: text }, 40, (day) => day < 20 ? 1 : 1.5, {
      commits: [{ hash: text, author: text, timestamp: text, subject: text }],
      explained: makeEntry({ explanation: makeExplanation({ remark: text }) }),
      reason: text,
    })
  );
  const environments = new Map([["one machine", {
    ...ENVIRONMENT,
    cpu: HOSTILE_NAMES.map(([, text]) => text).join(" ").slice(0, 400),
  }]]);
  const pages = await render(trends, { environments });
  assertEquals(new Set(pages.map(({ name }) => name)).size, trends.length + 1);
  for (const { html } of pages) {
    assertEquals(html.match(/<script/g)?.length, 1);
    assertEquals(/<(img|iframe|object|base|form|link)\b/i.test(html), false);
    assertMatch(html, /default-src 'none'/);
  }
});

Deno.test("long series are thinned out, and the page says so", async () => {
  const trend = makeTrend({ file: null, group: null, name: "a" }, 5000, () => 1);
  const [page] = await render([trend]);
  assertMatch(page!.html, /One result in 3 is drawn/);
  assertMatch(page!.html, /The newest 500 of 5000/);
  assert(page!.html.length < 1_500_000, String(page!.html.length));
});
