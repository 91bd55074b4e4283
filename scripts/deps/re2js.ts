// Matches a regular expression in time linear in the text, whatever the expression.
export { RE2JS, RE2JSSyntaxException } from "npm:re2js@2.10.0";
