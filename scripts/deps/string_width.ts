export { default as stringWidth } from "npm:string-width@9.0.0";
