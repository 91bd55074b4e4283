// Compares texts line by line.
export { structuredPatch } from "npm:diff@8.0.2";
