// Reads and changes a text of JSON with comments and leaves the rest of it as it is.
export { applyEdits, type Edit, modify, type Node, parseTree } from "npm:jsonc-parser@3.3.1";
