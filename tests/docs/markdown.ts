/** The parts of a page of Markdown that the tests of the documentation look at. @module */

/** A fenced block. */
export interface Block {
  /** Where its first fence is, counted from 1. */
  readonly line: number;
  /** What follows the fence, such as `sh`. */
  readonly language: string;
  readonly text: string;
  /** What an HTML comment right before it says. */
  readonly comment: string | null;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks = page.matchAll(
    /(?:<!-- (?<comment>(?:(?!-->).)*) -->\n\n)?^```(?<language>.*)\n(?<text>(?:(?!```).*\n)*)```$/gm,
  );
  return Array.from(blocks, ({ index, 0: whole, groups }) => ({
    line: page.slice(0, index + whole.indexOf("```")).split("\n").length,
    language: groups!["language"]!,
    text: groups!["text"]!,
    comment: groups!["comment"] ?? null,
  }));
}

/** A block of commands, and the block of what they print if that stands right below. */
export interface Sample {
  readonly commands: Block;
  readonly printed: Block | null;
}

/** The blocks of commands in a page. */
export function samplesOf(page: string): Sample[] {
  const blocks = blocksOf(page);
  return blocks.flatMap((commands, index) => {
    if (commands.language !== "sh") return [];
    const next = blocks[index + 1];
    const below = commands.line + commands.text.split("\n").length + 2;
    const printed = next?.language === "text" && next.line === below ? next : null;
    return [{ commands, printed }];
  });
}

/** A page with another text in one of its blocks. */
export function replaceBlock(page: string, block: Block, text: string): string {
  const lines = page.split("\n");
  const count = block.text.split("\n").length - 1;
  lines.splice(block.line, count, ...text.split("\n").slice(0, -1));
  return lines.join("\n");
}

/** Where the links and pictures of a page lead, outside of its blocks. */
export function linksOf(page: string): string[] {
  return Array.from(withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
}

/** The anchors of the headings of a page, as GitHub and JSR make them. */
export function anchorsOf(page: string): string[] {
  return Array.from(
    withoutBlocks(page).matchAll(/^#+ (.*)$/gm),
    ([, title]) => title!.toLowerCase().replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"),
  );
}

function withoutBlocks(page: string): string {
  return page.replaceAll(/^```[^]*?^```$/gm, "");
}

function withoutCode(page: string): string {
  return withoutBlocks(page).replaceAll(/`[^`]*`/g, "");
}
