/** Finds the history that `compare` uses. @module */
import { warn } from "../../cli/messages.ts";
import type { CommandIo } from "../../cli/io.ts";
import { DEFAULT_FOLDER } from "../../history/default_folder.ts";
import { Failure } from "../../result/failure.ts";
import type { ResultDocument } from "../../result/schema.ts";
import type { CompareOptions } from "../../verdict/compare_documents.ts";

/**
 * Reads from a history how much sessions differ. The modules for that are loaded only if there is
 * one.
 *
 * @param given The history; null for the default one, which may be missing or unreadable.
 * @throws {Failure} If a given history cannot be read.
 */
export async function findSessions(
  given: string | null,
  document: ResultDocument,
  io: CommandIo,
): Promise<CompareOptions["sessionsOf"]> {
  try {
    if (given === null && (await io.listNames(DEFAULT_FOLDER)).length === 0) return undefined;
    const { readSessions } = await import("./read_sessions.ts");
    return await readSessions(given ?? DEFAULT_FOLDER, document, io);
  } catch (error) {
    if (given !== null || !(error instanceof Failure)) throw error;
    warn(io, `${error.message}; it does not show how much sessions differ`);
    return undefined;
  }
}
