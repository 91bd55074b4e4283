/**
 * Scores the search for lasting changes on a folder of series:
 *
 *     deno task evidence:series FOLDER
 *
 * Series with labels show which changes are found and which are false. Series in files named
 * `flat_*.json`, in which nothing changes, show how often a change is reported nevertheless, and
 * which planted steps are found. `readSeries()` documents the format.
 *
 * @module
 */
import { Failure } from "../../scripts/result/failure.ts";
import { layOutTable } from "../../scripts/report/table.ts";
import {
  type LabelledSeries,
  type LabelScore,
  readSeries,
  scoreFlat,
  scoreLabels,
} from "./score_series.ts";

const COLUMNS = [
  { title: "file", align: "left" },
  ...["series", "labels", "found", "right", "wrong", "precision", "recall"].map((title) => ({
    title,
    align: "right" as const,
  })),
] as const;

/** The lines of the table. */
export function renderScores(files: ReadonlyMap<string, readonly LabelledSeries[]>): string[] {
  const lines: string[] = [];
  const labelled = [...files].filter(([, series]) => series.some(({ labels }) => labels !== null));
  if (labelled.length > 0) {
    const rows = labelled.map(([name, series]) => [name, ...describeLabels(scoreLabels(series))]);
    lines.push(...layOutTable(COLUMNS, rows));
  }
  for (const [name, series] of files) {
    if (!name.startsWith("flat_")) continue;
    const { windows, results, changes, planted } = scoreFlat(series);
    lines.push(
      `${name}: ${windows} windows, ${results} results, ${changes} changes reported, ${
        (1000 * changes / results).toFixed(2)
      } in 1,000 results`,
      ...planted.map(({ size, found }) =>
        `  +${Math.round(100 * size)} % planted: found in ${found} of ${windows}, ${
          percent(found, windows)
        }`
      ),
    );
  }
  return lines;
}

/** @throws {Failure} If there is no such folder, or a file in it is not a list of series. */
async function readFolder(folder: string): Promise<Map<string, LabelledSeries[]>> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".json")) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Failure(`Cannot read ${folder}: there is no such folder`);
  }
  const files = new Map<string, LabelledSeries[]>();
  for (const name of names.sort()) {
    const path = `${folder}/${name}`;
    files.set(name, readSeries(JSON.parse(await Deno.readTextFile(path)), path));
  }
  return files;
}

if (import.meta.main) {
  const [folder] = Deno.args;
  if (folder === undefined) throw new Failure("evidence:series needs a folder, found none");
  for (const line of renderScores(await readFolder(folder))) console.log(line);
}

function describeLabels({ series, labels, found, right, wrong }: LabelScore): string[] {
  return [
    ...[series, labels, found, right, wrong].map(String),
    percent(right, right + wrong),
    percent(found, labels),
  ];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${(100 * part / whole).toFixed(1)} %`;
}
