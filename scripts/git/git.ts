/** What git answers. @module */
import { Failure } from "../result/failure.ts";

/** How a git command went. */
export interface GitAnswer {
  readonly success: boolean;
  /** Standard output without white space around it. */
  readonly output: string;
  /** First line of what it wrote to standard error. */
  readonly complaint: string;
}

/** What a git command gets besides its arguments. */
export interface GitOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input?: string;
}

/**
 * Runs git.
 *
 * @throws {Failure} If there is no git, or it may not be run.
 */
export async function runGit(
  args: readonly string[],
  { cwd, env = {}, input }: GitOptions = {},
): Promise<GitAnswer> {
  try {
    const child = new Deno.Command("git", {
      args: [...args],
      stdin: input === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
      env: { LC_ALL: "C", ...env },
      ...(cwd === undefined ? {} : { cwd }),
    }).spawn();
    if (input !== undefined) {
      await new Blob([input]).stream().pipeTo(child.stdin);
    }
    const { success, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    const complaint = decoder.decode(stderr).trim().split("\n")[0] ?? "";
    return { success, output: decoder.decode(stdout).trim(), complaint };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Failure("Cannot run git: no such executable on PATH");
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Failure("Cannot run git: the permission --allow-run=git is not granted");
    }
    throw error;
  }
}
