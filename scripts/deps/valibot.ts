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
/** {@linkcode valibot.record}, but an array is none, and every key is kept, whatever it is called. */
export const record = withoutArrays(withEveryKey(valibot.record));

// deno-lint-ignore no-explicit-any
type MakeSchema = (...args: any[]) => valibot.GenericSchema;

/** Valibot passes over `__proto__`, `prototype` and `constructor`, which are names like any other. */
function withEveryKey<Make extends MakeSchema>(make: Make): Make {
  return ((...args: unknown[]) => {
    const schema = make(...args) as valibot.GenericSchema & { value: valibot.GenericSchema };
    return Object.assign(schema, {
      "~run"(dataset: valibot.UnknownDataset, config: valibot.Config<valibot.BaseIssue<unknown>>) {
        const input = dataset.value as Record<string, unknown>;
        if (typeof input !== "object" || input === null) {
          valibot._addIssue(schema, "type", dataset, config);
          return dataset;
        }
        const entries: [string, unknown][] = [];
        const issues: valibot.BaseIssue<unknown>[] = [];
        for (const [key, value] of Object.entries(input)) {
          const inner = schema.value["~run"]({ value }, config);
          const item = { type: "object", origin: "value", input, key, value } as const;
          for (const issue of inner.issues ?? []) {
            issues.push(Object.assign(issue, { path: [item, ...issue.path ?? []] }));
          }
          if (issues.length > 0 && config.abortEarly) break;
          entries.push([key, inner.value]);
        }
        return issues.length > 0
          ? Object.assign(dataset, { typed: false, issues })
          : Object.assign(dataset, { typed: true, value: Object.fromEntries(entries) });
      },
    });
  }) as unknown as Make;
}

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
