// @ts-types="./mod.d.ts"
export {
  basename,
  dirname,
  fromFileUrl,
  globToRegExp,
  isAbsolute,
  isGlob,
  join,
  relative,
  resolve,
  SEPARATOR,
  toFileUrl,
} from "npm:deno-std@1.4.0/path/mod.js";
