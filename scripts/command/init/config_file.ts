/** The project's `benchline.jsonc`. @module */
import { CONFIG_FILE } from "../../result/config_file.ts";
import { parseConfig } from "../../verdict/config.ts";
import { type MemberValue, setMembers } from "./edit_jsonc.ts";
import type { PlannedFile } from "./planned_file.ts";

const SCHEMA = "scripts/verdict/config.schema.json";

/** The benchmarks to measure by default; null leaves a setting as it is. */
export interface ConfigSettings {
  readonly files: readonly string[] | null;
  readonly filter: string | null;
  readonly flags: readonly string[] | null;
}

/**
 * Adds missing settings to the configuration, and keeps everything else.
 *
 * @param before Its text; null if there is none.
 * @param home The folder of `scripts/`, with a trailing slash.
 * @param update Whether to update the address of the schema.
 * @returns Null if nothing changes.
 * @throws {Failure} If the text is not a configuration.
 */
export function planConfig(
  before: string | null,
  settings: ConfigSettings,
  home: string,
  update: boolean,
): PlannedFile | null {
  const path = CONFIG_FILE;
  const $schema = `${home}${SCHEMA}`;
  const config = before === null ? {} : parseConfig(before, path);
  const members: Record<string, MemberValue> = {};
  if (update && config.$schema?.endsWith(SCHEMA) && config.$schema !== $schema) {
    members["$schema"] = $schema;
  }
  for (const name of ["files", "filter", "flags"] as const) {
    const value = settings[name];
    if (value !== null && config[name] === undefined) members[name] = value;
  }
  if (before === null) {
    return { path, before, text: newConfig({ $schema, ...members }), note: "new" };
  }
  const names = Object.keys(members);
  if (names.length === 0) return null;
  return {
    path,
    before,
    text: setMembers(before, null, members),
    note: `sets ${names.join(", ")}`,
  };
}

/** A configuration with the defaults. */
function newConfig({ $schema, ...settings }: Readonly<Record<string, MemberValue>>): string {
  const start = `{
  // Percentages: a slowdown above the threshold is a regression if it is shown to exceed the
  // tolerance.
  "$schema": ${JSON.stringify($schema)},
  "threshold": 10,
  "tolerance": 5,
`;
  const given = Object.keys(settings).length === 0
    ? ""
    : `  // Which benchmarks to measure, and with which flags for Deno.
${setMembers("{}", null, settings).slice("{\n".length, -"\n}".length)},
`;
  return `${start}${given}  // Globs over file:group/name, or over the name alone; later ones win.
  "benchmarks": {}
}
`;
}
