/** Writes reports to standard output and files, in any format. @module */
import { type Format, type Output, parseOutput, type Surface } from "../report/format.ts";
import { ansiPaint, noPaint } from "../report/paint.ts";
import { Failure } from "../result/failure.ts";
import { oneLine } from "../result/one_line.ts";
import { explainLength } from "../result/text_length.ts";
import { quoteValue } from "../result/validate.ts";
import type { CommandIo } from "./io.ts";
import { warn } from "./messages.ts";

/**
 * The formats with those names.
 *
 * @param names The values of `--format`; null for the first format.
 */
export function selectFormats<Subject>(
  names: readonly string[] | null,
  formats: readonly Format<Subject>[],
): Format<Subject>[] {
  return names === null ? [formats[0]!] : formats.filter(({ name }) => names.includes(name))
    .sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

/**
 * Parses the values of `--out`.
 *
 * @param otherwise The format if the name of the file implies none; null if that is an error.
 * @throws {Failure} If a format is not known.
 */
export function parseOutputs<Subject>(
  given: readonly string[] | null,
  formats: readonly Format<Subject>[],
  otherwise: Format<Subject> | null = null,
): Output<Subject>[] {
  return (given ?? []).map((text) => {
    const output = parseOutput(text, formats);
    if (output !== null) return output;
    if (otherwise !== null) return { format: otherwise, path: text };
    const endings = formats.flatMap((format) => format.endings).join(", ");
    const names = formats.map(({ name }) => name).join(", ");
    throw new Failure(
      `--out must be a file that ends with ${endings}, or FORMAT:FILE with one of ${names}, found ${
        quoteValue(text)
      }`,
    );
  });
}

/**
 * Loads what the formats need, so that a machine without a network fails before it measures.
 *
 * @throws {Failure} If it cannot be loaded.
 */
export async function prepareFormats<Subject>(formats: readonly Format<Subject>[]): Promise<void> {
  for (const { name, prepare } of new Set(formats)) {
    try {
      await prepare?.();
    } catch (error) {
      // That is how an import fails.
      if (!(error instanceof TypeError)) throw error;
      throw new Failure(
        `Cannot write the format ${name}: its modules cannot be loaded: ${oneLine(error.message)}`,
      );
    }
  }
}

/** The properties of standard output that reports depend on. */
export function surfaceOf(io: CommandIo): Surface {
  return {
    paint: io.outIsTerminal && !io.noColor ? ansiPaint : noPaint,
    columns: io.outIsTerminal ? io.columns : 80,
    isTerminal: io.outIsTerminal,
  };
}

/** Writes to standard output, in each format in turn. */
export async function printAll<Subject>(
  subject: Subject,
  formats: readonly Format<Subject>[],
  io: CommandIo,
): Promise<void> {
  for (const format of formats) {
    io.writeOut(await render(subject, format, surfaceOf(io)));
    warnOfLosses(subject, format, io);
  }
}

function warnOfLosses<Subject>(subject: Subject, format: Format<Subject>, io: CommandIo): void {
  for (const loss of format.losses?.(subject) ?? []) warn(io, `${format.name} ${loss}`);
}

/** @throws {Failure} If the text is longer than a string can be. */
async function render<Subject>(
  subject: Subject,
  format: Format<Subject>,
  surface: Surface,
): Promise<string> {
  try {
    return await format.render(subject, surface);
  } catch (error) {
    throw explainLength(`the format ${format.name}`, error);
  }
}

/**
 * Writes the files. If one cannot be written, the others still are.
 *
 * @throws {Failure} If any could not be written; the message has every reason.
 */
export async function writeOutputs<Subject>(
  subject: Subject,
  outputs: readonly Output<Subject>[],
  io: CommandIo,
): Promise<void> {
  const reasons: string[] = [];
  for (const { format, path } of outputs) {
    try {
      const text = await render(subject, format, { paint: noPaint, columns: FILE_COLUMNS });
      await io.writeWhole(path, text);
      warnOfLosses(subject, format, io);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reasons.push(error.message);
    }
  }
  if (reasons.length > 0) throw new Failure(reasons.join("; "));
}

const FILE_COLUMNS = 120;
