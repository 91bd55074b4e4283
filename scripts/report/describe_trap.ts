/** What misleads in how a benchmark is written, in words. Nothing here is escaped. @module */
import { oneLine } from "../result/one_line.ts";
import type { FoundTrap } from "../verdict/traps.ts";

/** A trap in one line: where it is, what is so, and what to do. */
export function describeTrap({ subject, trap: { message, advice } }: FoundTrap): string {
  return oneLine(`${subject}: ${message}. ${advice}`);
}
