/** Histories in temporary folders. @module */
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import { openHistory } from "../../scripts/history/open.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import { Project } from "../project.ts";
import { dayEntry } from "./history.ts";
import type { Place } from "./history_suite.ts";

const A = { file: null, group: null, name: "a" };

/** A folder for a history. */
export interface FolderPlace extends Place {
  readonly project: Project;
  open(files?: CommandIo): Promise<HistoryStore>;
}

/** Makes an empty folder. */
export async function folderPlace(): Promise<FolderPlace> {
  const project = await Project.create();
  return {
    project,
    open: (files = denoIo) =>
      openHistory({ store: project.path("h"), branch: null, project: null }, files),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** Makes a folder with two results and an index. */
export async function filled(): Promise<FolderPlace & { readonly index: string }> {
  const place = await folderPlace();
  const store = await place.open();
  await store.add([await dayEntry(1, { a: 1 }), await dayEntry(2, { a: 2 })]);
  await store.close();
  await (await place.open()).close();
  return { ...place, index: place.project.path("h/.index.sqlite") };
}

/**
 * Changes the times of all results, so that the index keeps no stamps of them: what it keeps then does
 * not depend on how long a test takes.
 */
export async function touchResults({ project }: FolderPlace): Promise<void> {
  const now = new Date();
  for (const name of await project.list("h/results")) {
    await Deno.utime(project.path(`h/results/${name}`), now, now);
  }
}

/** Returns the durations of the benchmark `a`, in the order of time. */
export async function durations(place: Place): Promise<number[]> {
  const store = await place.open();
  try {
    return (await store.series(A)).map(({ durationMs }) => durationMs);
  } finally {
    await store.close();
  }
}
