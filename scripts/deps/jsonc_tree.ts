// Where in a text a value of its JSON stands.
export { findNodeAtLocation, parseTree } from "npm:jsonc-parser@3.3.1";
