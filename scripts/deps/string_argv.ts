export { parseArgsStringToArgv } from "npm:string-argv@0.4.0";
