import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { renderSite, type SitePage } from "../../../scripts/report/history/site.ts";
import type { Trend } from "../../../scripts/verdict/series.ts";
import { ENVIRONMENT } from "../../helpers/documents.ts";
import { makeTrend, richTrends } from "../../helpers/history_view.ts";
import { HOSTILE_NAMES } from "../../helpers/hostile_names.ts";

const options = {
  timestamp: "2026-05-01T00:00:00.000Z",
  repositoryUrl: "https://example.com/owner/name",
  environments: new Map([["one machine", ENVIRONMENT]]),
};

function render(trends: readonly Trend[], changed = {}): Promise<SitePage[]> {
  const benchmarks = trends.map(({ benchmark }) => benchmark);
  return Array.fromAsync(renderSite(benchmarks, trends, { ...options, ...changed }));
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
  assertMatch(index, /minor regression, told as \+15\.9 %, dismissed/);
  assertMatch(index, /\(drift\)/);
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
