/** Valibot, to which an array is no object. @module */
// deno-lint-ignore no-import-prefix
import * as valibot from "npm:valibot@1.5.0";

export * from "npm:valibot@1.5.0";

/** {@linkcode valibot.object}, but an array is none. */
export const object = withoutArrays(valibot.object);
/** {@linkcode valibot.looseObject}, but an array is none. */
export const looseObject = withoutArrays(valibot.looseObject);
/** {@linkcode valibot.strictObject}, but an array is none. */
export const strictObject = withoutArrays(valibot.strictObject);

/**
 * {@linkcode valibot.record} of texts, but an array is none, and every key of its own is kept, in its
 * order: Valibot drops `__proto__`, `prototype` and `constructor`.
 */
export function record<
  const Key extends valibot.StringSchema<string | undefined>,
  const Value extends valibot.GenericSchema,
>(
  key: Key,
  value: Value,
  message?: string,
): valibot.RecordSchema<Key, Value, string | undefined> {
  const schema = valibot.record(key, value, message);
  return Object.assign(schema, {
    "~run"(dataset: valibot.UnknownDataset, config: valibot.Config<valibot.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (typeof input !== "object" || input === null || Array.isArray(input)) {
        valibot._addIssue(schema, "type", dataset, config);
        return dataset;
      }
      return Object.assign(dataset, readEntries({ ...input }, value, config));
    },
  });
}

type Path = [valibot.IssuePathItem, ...valibot.IssuePathItem[]];

function readEntries(
  input: Record<string, unknown>,
  schema: valibot.GenericSchema,
  config: valibot.Config<valibot.BaseIssue<unknown>>,
) {
  const entries: [string, unknown][] = [];
  const issues: valibot.BaseIssue<unknown>[] = [];
  for (const [key, value] of Object.entries(input)) {
    const read = schema["~run"]({ value }, config);
    entries.push([key, read.value]);
    for (const issue of read.issues ?? []) {
      const path = { type: "object", origin: "value", input, key, value } as const;
      issues.push({ ...issue, path: [path, ...(issue.path ?? [])] as Path });
    }
    if (config.abortEarly && issues.length > 0) break;
  }
  // As an own field, also where an assignment would set the prototype.
  const value = Object.fromEntries(entries);
  return issues.length === 0 ? { typed: true, value } : { typed: false, value, issues };
}

// deno-lint-ignore no-explicit-any
type MakeSchema = (...args: any[]) => valibot.GenericSchema;

/** To Valibot an array is an object, and the empty one has every field that may be absent. */
function withoutArrays<Make extends MakeSchema>(make: Make): Make {
  return ((...args) => {
    const schema = make(...args);
    const run = schema["~run"];
    return Object.assign(schema, {
      "~run"(dataset: valibot.UnknownDataset, config: valibot.Config<valibot.BaseIssue<unknown>>) {
        if (!Array.isArray(dataset.value)) return run.call(schema, dataset, config);
        valibot._addIssue(schema, "type", dataset, config);
        return dataset;
      },
    });
  }) as Make;
}
