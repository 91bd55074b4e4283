// For tests.
export { Ajv } from "npm:ajv@8.20.0";
