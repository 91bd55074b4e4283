/** What a command reads, whatever kind of file it is. @module */
import { MOST_BYTES, tooLarge } from "../result/file_size.ts";

/** Whether a path is standard input; Deno opens the second only with every permission. */
export function isStandardInput(path: string): boolean {
  return path === "-" || path === "/dev/stdin";
}

/** What to call a path in messages. */
export function nameOfPath(path: string): string {
  return isStandardInput(path) ? "standard input" : path;
}

/**
 * The bytes of a file, of a pipe or a device to its end, or of standard input.
 *
 * @param action What failed if this does, such as "Cannot read a.json".
 * @param signal Ends the waiting for a pipe.
 * @throws {Failure} If there is more than is read of a file.
 */
export async function readAtMost(
  path: string,
  action: string,
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  if (isStandardInput(path)) return await readStream(Deno.stdin, action, signal);
  const { isFile, isFifo, size } = await Deno.stat(path);
  if (isFile && size > MOST_BYTES) throw tooLarge(action, size);
  // Of devices and of files that the system makes up the size is not known.
  if (!isFifo && size === 0) {
    using file = await Deno.open(path);
    return await readStream(file, action, signal);
  }
  const bytes = await Deno.readFile(path, signal === null ? {} : { signal });
  if (bytes.length > MOST_BYTES) throw tooLarge(action, null);
  return bytes;
}

/** @throws {Failure} Once more has come than is read of a file. */
async function readStream(
  stream: { read(buffer: Uint8Array): Promise<number | null> },
  action: string,
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  const aborted = new Promise<never>((_, reject) =>
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true })
  );
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for (;;) {
    const buffer = new Uint8Array(1 << 16);
    const count = await Promise.race([stream.read(buffer), aborted]);
    if (count === null) return await new Blob(parts).bytes();
    total += count;
    if (total > MOST_BYTES) throw tooLarge(action, null);
    parts.push(buffer.subarray(0, count));
  }
}
