// @ts-types="./linkedom.d.ts"
export { parseHTML } from "npm:linkedom@0.18.15";
