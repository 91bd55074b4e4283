/** Benchmarks that take no longer than an empty call. @module */
import type { DuetRound } from "../result/duet.ts";

/** Whether the rounds show no more than the floor of an empty call. */
export function isAtFloor(_rounds: readonly DuetRound[]): boolean {
  return false;
}
