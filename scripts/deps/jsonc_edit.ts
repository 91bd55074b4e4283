// Changes a text of JSON with comments and leaves the rest of it as it is.
export { applyEdits, modify } from "npm:jsonc-parser@3.3.1";
