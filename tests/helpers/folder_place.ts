/** A history in a folder of its own. @module */
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import { openHistory } from "../../scripts/history/open.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import { Project } from "../project.ts";
import { dayEntry } from "./history.ts";
import type { Place } from "./history_suite.ts";

const A = { file: null, group: null, name: "a" };

/** A place that is a folder. */
export interface FolderPlace extends Place {
  readonly project: Project;
  open(files?: CommandIo): Promise<HistoryStore>;
}

/** An empty one. */
export async function folderPlace(): Promise<FolderPlace> {
  const project = await Project.create();
  return {
    project,
    open: (files = denoIo) =>
      openHistory({ store: project.path("h"), branch: null, project: null }, files),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** A folder with two results and an index. */
export async function filled(): Promise<FolderPlace & { readonly index: string }> {
  const place = await folderPlace();
  const store = await place.open();
  await store.add([await dayEntry(1, { a: 1 }), await dayEntry(2, { a: 2 })]);
  await store.close();
  await (await place.open()).close();
  return { ...place, index: place.project.path("h/.index.sqlite") };
}

/** What the benchmark `a` took, in the order of time. */
export async function durations(place: Place): Promise<number[]> {
  const store = await place.open();
  try {
    return (await store.series(A)).map(({ durationMs }) => durationMs);
  } finally {
    await store.close();
  }
}
