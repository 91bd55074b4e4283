/** `history report`: writes the pages, and removes outdated ones. @module */
import { findRepositoryUrl } from "../../git/log.ts";
import { announce, warn } from "../../cli/messages.ts";
import { MANIFEST, parseManifest, renderManifest } from "../../report/history/site_manifest.ts";
import { formatCount } from "../../result/format_count.ts";
import { Failure } from "../../result/failure.ts";
import { quoteValue } from "../../result/validate.ts";
import type { CommandIo } from "../../cli/io.ts";
import { type ActionContext, trendsOf } from "./actions.ts";

/**
 * Writes the pages, and removes pages of an earlier call that are outdated. Other files in the
 * folder stay.
 */
export async function report(folder: string | null, context: ActionContext): Promise<number> {
  const { store, io } = context;
  if (folder === null) throw new Failure("history report needs --out FOLDER");
  const { nameOfPage, renderSite } = await import("../../report/history/site.ts");
  const benchmarks = await store.benchmarks();
  const present = new Set(await Promise.all(benchmarks.map(nameOfPage)));
  const earlier = await readEarlierPages(folder, io);
  // After an interrupted call, the manifest lists all pages that it may have written or not
  // removed.
  const manifest = `${folder}/${MANIFEST}`;
  await io.writeWhole(manifest, renderManifest(new Set([...earlier, ...present])));
  const pages = renderSite(benchmarks, trendsOf(context, benchmarks), {
    timestamp: io.now().toISOString(),
    repositoryUrl: await findRepositoryUrl(),
    environments: await store.environments(),
    thresholdsOf: context.thresholdsOf,
    results: (await store.results()).map(({ id }) => id),
  });
  let written = 0;
  for await (const { name, html } of pages) {
    await io.writeWhole(`${folder}/${name}`, html);
    written++;
  }
  const stale = earlier.filter((name) => !present.has(name));
  for (const name of stale) await io.remove(`${folder}/${name}`);
  await io.writeWhole(manifest, renderManifest(present));
  announce(
    io,
    `wrote ${formatCount(written, "page")}, ${folder}/index.html first${
      stale.length === 0 ? "" : `; removed ${stale.length} of benchmarks that are gone`
    }`,
  );
  return 0;
}

/** Names of the pages of an earlier call that still exist. */
async function readEarlierPages(folder: string, io: CommandIo): Promise<string[]> {
  const files = new Set(await io.listFiles(folder));
  const path = `${folder}/${MANIFEST}`;
  if (!files.has(MANIFEST)) {
    if (await isReadable(path, io)) {
      throw new Failure(`Cannot write ${path}: it is a link, not a file`);
    }
    return [];
  }
  try {
    const { pages, others } = parseManifest(await io.readText(path), path);
    for (const name of others) {
      warn(io, `${path} names ${quoteValue(name)}, which is not the page of a benchmark; it stays`);
    }
    // A link or a folder with the name of a page was not written by this command.
    return [...new Set(pages)].filter((name) => files.has(name));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(io, `${error.message}; pages of benchmarks that are gone stay`);
    return [];
  }
}

async function isReadable(path: string, io: CommandIo): Promise<boolean> {
  try {
    await io.readText(path);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
