/** Names the commands that have an option that another command lacks. @module */
import { Failure } from "../result/failure.ts";
import type { CommandIo } from "./io.ts";
import { UnknownOption } from "./options.ts";

/** Finds the commands that have an option. */
type FindOwners = (option: string) => Promise<readonly string[]>;

const finders = new WeakMap<CommandIo, FindOwners>();

/**
 * Makes the error on an unknown option name the commands that have it, until the returned value is
 * disposed of.
 */
export function nameOwners(io: CommandIo, find: FindOwners): Disposable {
  finders.set(io, find);
  return { [Symbol.dispose]: () => void finders.delete(io) };
}

/** The same error or, for an unknown option, one that names the commands that have it. */
export async function withOwners(error: unknown, name: string, io: CommandIo): Promise<unknown> {
  if (!(error instanceof UnknownOption)) return error;
  const owners = await finders.get(io)?.(error.option) ?? [];
  return owners.length === 0 ? error : new Failure(
    `${name} has no option --${error.option}: it belongs to ${owners.join(", ")}`,
  );
}
