/** Where `compare` looks for a history. @module */
import { warn } from "../../cli/messages.ts";
import type { CommandIo } from "../../cli/io.ts";
import { DEFAULT_FOLDER } from "../../history/default_folder.ts";
import { Failure } from "../../result/failure.ts";
import type { ResultDocument } from "../../result/schema.ts";
import type { CompareOptions } from "../../verdict/compare_documents.ts";

/**
 * What a history tells of how much sessions differ. The modules that read it are loaded only where there
 * is one.
 *
 * @param given Which; null for the usual one, which need not be there nor be readable.
 * @throws {Failure} If the given one cannot be read.
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
