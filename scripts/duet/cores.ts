/** The cores that processes can be pinned to. @module */
import { startProcess } from "../system/start_process.ts";

/**
 * Returns the cores that this process may run on, according to `taskset`, which respects the limits
 * of a container.
 *
 * @returns Null if `taskset` is missing, fails or may not be run. Then nothing can be pinned.
 */
export async function readAllowedCores(): Promise<number[] | null> {
  try {
    const child = startProcess("taskset", {
      args: ["-cp", String(Deno.pid)],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    });
    const { success, stdout } = await child.output();
    return success ? parseCoreList(new TextDecoder().decode(stdout)) : null;
  } catch (error) {
    const { NotCapable, NotFound, PermissionDenied } = Deno.errors;
    if ([NotCapable, NotFound, PermissionDenied].some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

/**
 * Returns a command that runs on one core.
 *
 * @param command Such as `["deno"]`; it may begin with `taskset` itself.
 * @param core Null to leave the choice to the operating system.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(pinTo(["deno"], 3), ["taskset", "-c", "3", "deno"]);
 * assertEquals(pinTo(["taskset", "-c", "0,1", "/opt/deno"], 3), ["taskset", "-c", "3", "/opt/deno"]);
 * ```
 */
export function pinTo(command: readonly string[], core: number | null): string[] {
  if (core === null) return [...command];
  // With two of them, the last one would count.
  const bare = command[0] === "taskset" ? command.slice(3) : command;
  return ["taskset", "-c", String(core), ...bare];
}

/**
 * Returns the cores in the output of `taskset -cp`.
 *
 * @returns Null if the text has no list.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = "pid 7's current affinity list: 0-2,5\n";
 * assertEquals(parseCoreList(text), [0, 1, 2, 5]);
 * ```
 */
export function parseCoreList(text: string): number[] | null {
  const list = /:\s*([\d,-]+)\s*$/.exec(text)?.[1];
  if (list === undefined) return null;
  return list.split(",").flatMap((range) => {
    const [from, to] = range.split("-").map(Number);
    return Array.from({ length: (to ?? from!) - from! + 1 }, (_, index) => from! + index);
  });
}
