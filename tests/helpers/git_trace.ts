/** The git commands that a program has started. @module */
import type { Project } from "../project.ts";

/**
 * Runs a program and lists the git commands that it starts.
 *
 * @param run Runs it with these variables.
 * @returns What it returned, and the git commands in their order, without those that git itself has
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
    // Benchline starts each command by an alias.
    if (events[0].sid.split("/").length !== 2) continue;
    const name = events.find(({ event }) => event === "cmd_name")?.name;
    started.push({ time: events[0].time, name });
  }
  await Deno.remove(trace, { recursive: true });
  started.sort((a, b) => a.time < b.time ? -1 : 1);
  return { ...ended, commands: started.map(({ name }) => name) };
}
