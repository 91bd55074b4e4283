/** How busy the machine is. @module */

/**
 * The average number of processes in the last minute that ran or waited for a core.
 *
 * @returns Null without the permission, for which nobody is asked.
 */
export function readLoad(): number | null {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "loadavg" });
  return state === "granted" ? Deno.loadavg()[0] ?? null : null;
}
