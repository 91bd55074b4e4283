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
/** {@linkcode valibot.record}, but an array is none. */
export const record = withoutArrays(valibot.record);

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
