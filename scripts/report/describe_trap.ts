/** Words for the traps of benchmarks. Nothing here is escaped. @module */
import { oneLine } from "../result/one_line.ts";
import type { FoundTrap } from "../verdict/traps.ts";

/** A trap on one line: where it is, the fact, and what to do. */
export function describeTrap({ subject, trap: { message, advice } }: FoundTrap): string {
  return oneLine(`${subject}: ${message}. ${advice}`);
}
