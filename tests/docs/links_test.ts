// Checks that links in the documentation lead somewhere, both in the repository and in the package.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { anchorsOf, linksOf } from "./markdown.ts";
import { exists, readFile, readPages } from "./pages.ts";

const pages = await readPages();

/** Returns the links of all pages to files of the repository, or to headings. */
const links = pages.flatMap(({ path, text }) =>
  linksOf(text).filter((link) => !/^[a-z]+:/.test(link)).map((link) => {
    const { pathname, hash } = new URL(link, `file:///${path}`);
    return { from: path, link, path: pathname.slice(1), anchor: hash.slice(1) };
  })
);

Deno.test("anchorsOf() makes the anchors of GitHub", () => {
  const page = "# A `b` C?\n\n## Ä, two_words\n\n```sh\n# none\n```\n";
  assertEquals(anchorsOf(page), ["a-b-c", "ä-two_words"]);
});

Deno.test("every link leads to a file, and to a heading in it", async () => {
  assertGreater(links.length, 40);
  for (const { from, link, path, anchor } of links) {
    assert(await exists(path), `${from}: ${link} leads nowhere`);
    if (anchor === "") continue;
    assert(
      anchorsOf(await readFile(path)).includes(anchor),
      `${from}: ${link} has no such heading`,
    );
  }
});

Deno.test("every page of docs/ is linked from README.md", () => {
  const linked = links.filter(({ from }) => from === "README.md").map(({ path }) => path);
  for (const { path } of pages.filter(({ path }) => path.startsWith("docs/"))) {
    assert(linked.includes(path), `README.md has no link to ${path}`);
  }
});

Deno.test("published pages link only to published files", async () => {
  const { publish } = JSON.parse(await readFile("deno.json"));
  const isPublished = (path: string) =>
    publish.include.some((entry: string) =>
      entry.endsWith("/") ? path.startsWith(entry) : path === entry
    );
  for (const { from, link, path } of links.filter(({ from }) => isPublished(from))) {
    assert(isPublished(path), `${from}: ${link} is not published`);
  }
});

Deno.test("README.md is short", async () => {
  const lines = (await readFile("README.md")).split("\n").length - 1;
  assert(lines <= 150, `README.md has ${lines} lines`);
});
