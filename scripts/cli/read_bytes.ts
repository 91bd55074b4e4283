/** Reads any kind of file: regular files, pipes, devices and standard input. @module */
import {
  LARGEST_LOG,
  MOST_BYTES,
  SMALLEST_LOG,
  tooLarge,
  tooLargeLog,
} from "../result/file_size.ts";
import { ANY_MARK } from "../result/import/marks.ts";
import { Condenser } from "../result/text/condense.ts";
import { decodeText, encodingOf } from "../result/text/decode.ts";

/** Whether a path is standard input; Deno opens `/dev/stdin` only with all permissions. */
export function isStandardInput(path: string): boolean {
  return path === "-" || path === "/dev/stdin";
}

/** The name of a path in messages. */
export function nameOfPath(path: string): string {
  return isStandardInput(path) ? "standard input" : path;
}

/**
 * Reads a file, a pipe, a device or standard input to its end.
 *
 * @param action The beginning of an error message, such as "Cannot read a.json".
 * @param signal Stops waiting for a pipe.
 * @throws {Failure} If it is larger than the limit.
 */
export async function readAtMost(
  path: string,
  action: string,
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  if (isStandardInput(path)) return await readStream(Deno.stdin, action, signal);
  const { isFile, isFifo, size } = await statNoFolder(path);
  if (isFile && size > MOST_BYTES) throw tooLarge(action, size);
  // The size of devices, and of files that the system generates, is not known.
  if (!isFifo && size === 0) {
    using file = await Deno.open(path);
    return await readStream(file, action, signal);
  }
  const bytes = await Deno.readFile(path, signal === null ? {} : { signal });
  if (bytes.length > MOST_BYTES) throw tooLarge(action, null);
  return bytes;
}

/**
 * Reads the text of a file that may be a log; of a large log, only the lines near results.
 *
 * @param action The beginning of an error message, such as "Cannot read a.json".
 * @param signal Stops waiting for a pipe.
 * @throws {Failure} If the lines near results exceed the limit.
 */
export async function readLog(
  path: string,
  action: string,
  signal: AbortSignal | null,
): Promise<string> {
  if (isStandardInput(path)) return await readLogFrom(Deno.stdin, action, signal);
  await statNoFolder(path);
  // A pipe is not open before it has a writer.
  using file = await Promise.race([Deno.open(path), whenAborted(signal)]);
  return await readLogFrom(file, action, signal);
}

/** Windows says of a folder only that it may not be read. */
async function statNoFolder(path: string): Promise<Deno.FileInfo> {
  const info = await Deno.stat(path);
  if (info.isDirectory) throw new Deno.errors.IsADirectory();
  return info;
}

/** Something that can be read in parts. */
interface Source {
  read(buffer: Uint8Array): Promise<number | null>;
}

/** @throws {Failure} If it is larger than the limit. */
async function readStream(
  source: Source,
  action: string,
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for await (const part of partsOf(source, signal)) {
    total += part.length;
    if (total > MOST_BYTES) throw tooLarge(action, null);
    parts.push(part);
  }
  return await new Blob(parts).bytes();
}

async function readLogFrom(
  source: Source,
  action: string,
  signal: AbortSignal | null,
): Promise<string> {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  let reader: LogReader | null = null;
  for await (const part of partsOf(source, signal)) {
    total += part.length;
    if (reader !== null) {
      reader.add(part);
      if (reader.length > MOST_BYTES || total > LARGEST_LOG) throw tooLargeLog(action);
      continue;
    }
    parts.push(part);
    if (total > MOST_BYTES) throw tooLarge(action, null);
    const isLargeNow = total > SMALLEST_LOG && total - part.length <= SMALLEST_LOG;
    if (!isLargeNow || isOneValue(parts[0]!)) continue;
    reader = new LogReader(encodingOf(parts[0]!));
    for (const known of parts) reader.add(known);
    parts = [];
  }
  return reader?.end() ?? decodeText(await new Blob(parts).bytes());
}

/** Decodes and condenses a log while it is read. */
class LogReader {
  readonly #decoder: TextDecoder;
  readonly #condenser = new Condenser(ANY_MARK);

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding);
  }

  get length(): number {
    return this.#condenser.length;
  }

  add(part: Uint8Array<ArrayBuffer>): void {
    this.#condenser.add(this.#decoder.decode(part, { stream: true }));
  }

  end(): string {
    this.#condenser.add(this.#decoder.decode());
    return this.#condenser.end();
  }
}

/** Whether a text begins with a JSON value that does not end on its first line. */
function isOneValue(beginning: Uint8Array): boolean {
  const text = decodeText(beginning).trimStart();
  if (!/^(?:\{|\[\s*(?:["[{]|$))/.test(text)) return false;
  const end = text.indexOf("\n");
  if (end < 0) return true;
  try {
    JSON.parse(text.slice(0, end));
    return false;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return true;
  }
}

async function* partsOf(
  source: Source,
  signal: AbortSignal | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const aborted = whenAborted(signal);
  for (;;) {
    const buffer = new Uint8Array(1 << 16);
    const count = await Promise.race([source.read(buffer), aborted]);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}

function whenAborted(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal?.reason);
    // If it was aborted while a file was opened, the event has passed.
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
