/** Which git commands a program has started. @module */
import type { Ended, Project } from "../project.ts";

/**
 * Runs a program.
 *
 * @param run Runs it with these variables.
 * @returns What it did, and the git commands that it has started, in their order; not those that git
 * has started in turn.
 */
export async function traceGit(
  project: Project,
  run: (env: Readonly<Record<string, string>>) => Promise<Ended>,
): Promise<Ended & { readonly commands: readonly string[] }> {
  const trace = project.path(`trace-${crypto.randomUUID()}`);
  await Deno.mkdir(trace);
  const ended = await run({ GIT_TRACE2_EVENT: trace });
  const started: { readonly time: string; readonly name: string }[] = [];
  for await (const file of Deno.readDir(trace)) {
    const events = (await Deno.readTextFile(`${trace}/${file.name}`)).trim().split("\n")
      .map((line) => JSON.parse(line));
    // An alias starts each of ours.
    if (events[0].sid.split("/").length !== 2) continue;
    const name = events.find(({ event }) => event === "cmd_name")?.name;
    started.push({ time: events[0].time, name });
  }
  await Deno.remove(trace, { recursive: true });
  started.sort((a, b) => a.time < b.time ? -1 : 1);
  return { ...ended, commands: started.map(({ name }) => name) };
}
