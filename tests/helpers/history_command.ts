/** Runs the command `history` in the process of a test, on the store `h` of a project. @module */
import { denoIo } from "../../scripts/cli/io.ts";
import { main } from "../../scripts/history.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import type { Ended, Project } from "../project.ts";

/** Runs the command. Its messages are as if it ran in the folder of the project. */
export async function history(project: Project, ...args: readonly string[]): Promise<Ended> {
  let [out, error] = ["", ""];
  const io = {
    ...denoIo,
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  };
  const within = args.map((arg, index) =>
    index > 0 && /[./*]/.test(arg) && !/^-|^\d{4}-/.test(arg) ? project.path(arg) : arg
  );
  const code = await main([...within, "--store", project.path("h")], io);
  const shorten = (text: string) => text.replaceAll(`${project.path("")}`.replace(/\/?$/, "/"), "");
  return { code, out: shorten(out), error: shorten(error) };
}

/** Returns the documents of the history, as it exports them. */
export async function resultsIn(project: Project): Promise<ResultDocument[]> {
  const { out } = await history(project, "export");
  return out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** Returns a history of one suite; each commit has these benchmarks. */
export function kept(...commits: readonly (readonly unknown[])[]): string {
  const list = commits.map((benches, index) => ({
    commit: { id: `${index}`.repeat(40) },
    date: Date.UTC(2024, 0, 1 + index),
    tool: "customSmallerIsBetter",
    benches,
  }));
  return JSON.stringify({ entries: { suite: list } });
}

/** A benchmark for {@linkcode kept}. */
export const TIME = { name: "time", unit: "ms", value: 1 };
