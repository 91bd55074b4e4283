/** A table of benchmarks under headings of their files and groups. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import { cutApart } from "./cut_apart.ts";
import { escapeTerminal } from "./escape.ts";
import { type Column, layOutTable, widthOf } from "./table.ts";
import { wrapName } from "./wrap.ts";

/** Longest heading on a terminal. */
const HEADING_WIDTH = 300;
/** A wider name stands above its figures, so that other rows are not padded to it. */
const WIDEST_COLUMN = 1000;
/** Spaces between two columns. */
const GAP = 2;

/** The layout of a table of benchmarks. */
export interface SectionLayout<Benchmark> {
  /** The columns beside the name. */
  readonly figures: readonly Column[];
  /** The cells of these columns. */
  readonly figuresOf: (benchmark: Benchmark) => readonly string[];
  /** Width of the terminal, to which names and headings are cut; Infinity cuts none. */
  readonly columns: number;
  /** Least width for names, however wide the figures are. */
  readonly leastName: number;
}

/** The benchmarks of one group of one file. */
export interface Section<Benchmark> {
  /** Lines that name the file, if it differs from the one before, and the group. */
  readonly headings: readonly string[];
  readonly rows: readonly SectionRow<Benchmark>[];
}

/** A benchmark in a table. */
export interface SectionRow<Benchmark> {
  readonly benchmark: Benchmark;
  /** Its name and figures; more than one line if the name is very long. */
  readonly lines: readonly string[];
}

/**
 * Lays out a table in which no two benchmarks look alike. Files and groups come in the order in
 * which they first occur; benchmarks without a group come first in a file.
 *
 * @returns The line of titles, and the sections below it.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { titles, sections } = layOutSections([{ file: "a.ts", group: "sort", name: "small" }], {
 *   figures: [{ title: "ms", align: "right" }],
 *   figuresOf: () => ["1.5"],
 *   columns: 80,
 *   leastName: 20,
 * });
 * assertEquals(titles, "benchmark   ms");
 * assertEquals(sections[0]!.headings, ["a.ts", "group sort"]);
 * assertEquals(sections[0]!.rows[0]!.lines, ["small      1.5"]);
 * ```
 */
export function layOutSections<Benchmark extends BenchmarkIdentity>(
  benchmarks: readonly Benchmark[],
  { figures, figuresOf, columns, leastName }: SectionLayout<Benchmark>,
): { titles: string; sections: Section<Benchmark>[] } {
  const sections = split(benchmarks, columns);
  const cells = sections.flatMap((section) => section.benchmarks.map(figuresOf));
  const figuresWidth = layOutTable(figures, cells)
    .reduce((widest, line) => Math.max(widest, widthOf(line)), 0);
  const nameWidth = Math.max(leastName, columns - figuresWidth - GAP);
  const names = sections.flatMap((section) => nameBenchmarks(section.benchmarks, nameWidth));
  const [titles, ...rows] = layOutTable(
    [{ title: "benchmark", align: "left" }, ...figures],
    names.map((name, row) => [isTooWide(name) ? "" : name, ...cells[row]!]),
  );
  let next = 0;
  return {
    titles: titles!,
    sections: sections.map(({ headings, benchmarks }) => ({
      headings,
      rows: benchmarks.map((benchmark) => {
        const [name, row] = [names[next]!, rows[next]!];
        next++;
        return { benchmark, lines: isTooWide(name) ? [name, row] : [row] };
      }),
    })),
  };
}

function isTooWide(name: string): boolean {
  return widthOf(name) > WIDEST_COLUMN;
}

/** Names as they stand within a file and group, cut so that no two look alike. */
export function nameBenchmarks(
  benchmarks: readonly BenchmarkIdentity[],
  width: number,
): string[] {
  return nameAll(benchmarks.map(({ name }) => name || null), "(no name)", width);
}

function split<Benchmark extends BenchmarkIdentity>(
  benchmarks: readonly Benchmark[],
  columns: number,
): { headings: readonly string[]; benchmarks: readonly Benchmark[] }[] {
  const files = [...Map.groupBy(benchmarks, ({ file }) => file)];
  const longest = columns === Infinity ? Infinity : HEADING_WIDTH;
  const fileNames = nameAll(files.map(([file]) => file), "(no file)", longest);
  return files.flatMap(([, own], index) => {
    const groups = [...Map.groupBy(own, ({ group }) => group)]
      .sort(([a], [b]) => Number(a !== null) - Number(b !== null));
    const groupNames = nameAll(groups.map(([group]) => group), "(no group)", longest);
    return groups.map(([group, benchmarks], place) => ({
      headings: [
        ...(place === 0 ? [fileNames[index]!] : []),
        ...(group === null ? [] : [`group ${groupNames[place]}`]),
      ].flatMap((text) => wrapName(text, columns, 0, 2)),
      benchmarks,
    }));
  });
}

function nameAll(names: readonly (string | null)[], none: string, longest: number): string[] {
  return cutApart(
    names.map((name) => name === null ? none : escapeTerminal(name)),
    longest,
    names.map((name) => JSON.stringify(name)),
  );
}
