/** A process that stands for Deno, and knows what only a host should know. @module */

/**
 * Returns the command of a process that reads the settings, and then sends lines as a host does.
 *
 * @param script What it does then, in JavaScript. It calls `send(line)`.
 */
export function impostorOf(script: string): string[] {
  const code = `
const chunk = new Uint8Array(1 << 16);
let told = "";
while (!told.endsWith("\\n")) {
  told += new TextDecoder().decode(chunk.subarray(0, Deno.stdin.readSync(chunk)));
}
const { token } = JSON.parse(told.slice(told.indexOf("{")));
const send = (...lines) => console.error(lines.map((line) => "\\n" + token + line).join(""));
${script}
setInterval(() => {}, 1000);
`;
  return ["deno", "eval", code, "--"];
}
