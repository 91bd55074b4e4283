/** Which git commands a program has started. @module */
import type { Project } from "../project.ts";

/**
 * Runs a program.
 *
 * @param run Runs it with these variables.
 * @returns How it ended, and the git commands that it started, in order, without those that git
 * started.
 */
export async function traceGit<T extends object>(
  project: Project,
  run: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T & { readonly commands: readonly string[] }> {
  const trace = project.path(`trace-${crypto.randomUUID()}`);
  await Deno.mkdir(trace);
  const ended = await run({ GIT_TRACE2_EVENT: trace });
  const started: { readonly time: string; readonly name: string }[] = [];
  for await (const file of Deno.readDir(trace)) {
    const events = (await Deno.readTextFile(`${trace}/${file.name}`)).trim().split("\n")
      .map((line) => JSON.parse(line));
    // An alias starts each git command of the program.
    if (events[0].sid.split("/").length !== 2) continue;
    const name = events.find(({ event }) => event === "cmd_name")?.name;
    started.push({ time: events[0].time, name });
  }
  await Deno.remove(trace, { recursive: true });
  started.sort((a, b) => a.time < b.time ? -1 : 1);
  return { ...ended, commands: started.map(({ name }) => name) };
}
