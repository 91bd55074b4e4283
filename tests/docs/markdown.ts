/** Parses the parts of a Markdown page that the tests of the documentation check. @module */

/** A fenced block. */
export interface Block {
  /** The line of its first fence, counted from 1. */
  readonly line: number;
  /** The text after the fence, such as `sh`. */
  readonly language: string;
  readonly text: string;
  /** The HTML comment right before it. */
  readonly comment: string | null;
}

/** Returns the fenced blocks of a page, in order. */
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

/** A block of commands, and the block of their output if that follows directly. */
export interface Sample {
  readonly commands: Block;
  readonly printed: Block | null;
}

/** Returns the blocks of commands in a page. */
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

/** Returns a page with another text in one of its blocks. */
export function replaceBlock(page: string, block: Block, text: string): string {
  const lines = page.split("\n");
  const count = block.text.split("\n").length - 1;
  lines.splice(block.line, count, ...text.split("\n").slice(0, -1));
  return lines.join("\n");
}

/** Returns the targets of links and pictures on a page, outside its blocks. */
export function linksOf(page: string): string[] {
  return Array.from(withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
}

/** Returns the anchors of the headings on a page, as GitHub and JSR make them. */
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
