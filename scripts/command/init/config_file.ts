/** The project's `benchline.jsonc`. @module */
import { CONFIG_FILE } from "../../result/config_file.ts";
import { parseConfig } from "../../verdict/config.ts";
import { type MemberValue, setMembers } from "./edit_jsonc.ts";
import type { PlannedFile } from "./planned_file.ts";

const SCHEMA = "scripts/verdict/config.schema.json";

/** What is measured unless a command line says otherwise; what is null stays as it is. */
export interface ConfigSettings {
  readonly files: readonly string[] | null;
  readonly filter: string | null;
  readonly flags: readonly string[] | null;
}

/**
 * The configuration with the settings that it does not have, and everything else as it was.
 *
 * @param before Its text; null where there is none.
 * @param home The folder of `scripts/`, with a slash at its end.
 * @param update Whether the schema's address becomes what it is now.
 * @returns Null where nothing changes.
 * @throws {Failure} If the text is no configuration.
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

/** A configuration with the defaults in it. */
function newConfig({ $schema, ...settings }: Readonly<Record<string, MemberValue>>): string {
  const start = `{
  // Limits in percent: a slowdown above the threshold is a regression if it is shown to exceed
  // the tolerance.
  "$schema": ${JSON.stringify($schema)},
  "threshold": 10,
  "tolerance": 5,
`;
  const given = Object.keys(settings).length === 0
    ? ""
    : `  // What deno bench is given unless a command line says otherwise.
${setMembers("{}", null, settings).slice("{\n".length, -"\n}".length)},
`;
  return `${start}${given}  // Globs over file:group/name, or over the name alone; later ones win.
  "benchmarks": {}
}
`;
}
