/** Files for the index of a history, sealed so that damage is noticed. @module */
import { Failure } from "../result/failure.ts";
import type { Files } from "./files.ts";

/** Bytes of the hash at the end. */
const SEAL_LENGTH = 32;

/** A file that holds an index. */
export interface IndexFile {
  /** Reads the index; null if there is none, or it cannot be read, or it is damaged. */
  read(): Promise<Uint8Array | null>;
  /** @throws {Failure} If it cannot be written. */
  write(content: Uint8Array): Promise<void>;
}

/** Files beside the documents that save reading them again. */
export interface IndexFiles {
  /** The figures of the documents. */
  readonly index: IndexFile;
  /** The state of the search for lasting changes. */
  readonly search: IndexFile;
}

/**
 * An index in a file. It is read and written as a whole, so no process waits for another one, and a
 * reader leaves nothing behind. If two processes write at once, the later file stays. That only
 * costs the next reader some time, since the documents are the truth.
 *
 * @param kind The kind of the content. A file of another kind is not read.
 */
export function sealedFile(
  path: string,
  files: Pick<Files, "isFile" | "readBytes" | "writeWhole">,
  kind: string,
): IndexFile {
  return {
    async read() {
      try {
        if (!await files.isFile(path)) return null;
        return await unseal(await files.readBytes(path), kind);
      } catch (error) {
        if (error instanceof Failure) return null;
        throw error;
      }
    },
    write: async (content) => await files.writeWhole(path, await seal(content, kind)),
  };
}

async function seal(content: Uint8Array, kind: string): Promise<Uint8Array> {
  const sealed = new Uint8Array(content.length + SEAL_LENGTH);
  sealed.set(content);
  sealed.set(await sealOf(sealed.subarray(0, content.length), kind), content.length);
  return sealed;
}

async function unseal(sealed: Uint8Array, kind: string): Promise<Uint8Array | null> {
  if (sealed.length <= SEAL_LENGTH) return null;
  const content = sealed.subarray(0, -SEAL_LENGTH);
  const expected = await sealOf(content, kind);
  return sealed.subarray(-SEAL_LENGTH).every((byte, at) => byte === expected[at]) ? content : null;
}

async function sealOf(content: Uint8Array, kind: string): Promise<Uint8Array> {
  const inner = await hash(content);
  return await hash(new Uint8Array([...inner, ...new TextEncoder().encode(kind)]));
}

async function hash(content: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content as BufferSource));
}
