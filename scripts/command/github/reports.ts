/** Where GitHub shows what became of the benchmarks: summary, outputs and comment. @module */
import type { CommandIo } from "../../cli/io.ts";
import { note, warn } from "../../cli/messages.ts";
import { escapeMarkdown } from "../../report/escape.ts";
import { Failure } from "../../result/failure.ts";
import { type Network, upsertComment } from "./comment.ts";
import type { Given, WorkflowEvent } from "./given.ts";

/** Longest reason that is shown; a comment holds 65,536 characters. */
const LONGEST_REASON = 4000;

/** Writes reports. One that cannot be written is a warning, and keeps no other from being written. */
export class Reports {
  readonly #given: Given;
  readonly #io: CommandIo;

  /** Writes to where the variables say. */
  constructor(given: Given, io: CommandIo) {
    this.#given = given;
    this.#io = io;
  }

  /** Adds to the summary of the job. */
  async addToSummary(markdown: string): Promise<void> {
    await this.#append("GITHUB_STEP_SUMMARY", `${markdown}\n`);
  }

  /** Sets outputs of the step. */
  async setOutputs(outputs: Readonly<Record<string, string | number>>): Promise<void> {
    const lines = Object.entries(outputs).map(([name, value]) => formatOutput(name, `${value}`));
    await this.#append("GITHUB_OUTPUT", lines.join(""));
  }

  /** Comments on the pull request, if there is one, and writes the comment of before anew. */
  async comment(
    markdown: string,
    { pull_request }: WorkflowEvent,
    token: string | null,
    network: Network,
  ): Promise<void> {
    const given = this.#given;
    const number = pull_request?.number;
    const repository = given.get("GITHUB_REPOSITORY");
    if (typeof number !== "number" || token === null || repository === null) return;
    const key = [given.get("GITHUB_WORKFLOW"), given.get("GITHUB_JOB")].map((part) =>
      encodeURIComponent(part ?? "").replaceAll("-", "%2D")
    ).join("/");
    const apiUrl = given.get("GITHUB_API_URL") ?? "https://api.github.com";
    try {
      const target = { apiUrl, repository, number, token };
      const done = await upsertComment(target, `<!-- benchline:${key} -->`, markdown, network);
      note(this.#io, `${done} the comment on pull request ${number}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn(this.#io, `${error.message}; the summary of the job has the report`);
    }
  }

  async #append(variable: string, text: string): Promise<void> {
    const path = this.#given.get(variable);
    if (path === null) return;
    try {
      await this.#io.appendText(path, text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn(this.#io, error.message);
    }
  }
}

/** On a line; a value of several lines up to a line that it cannot have. */
function formatOutput(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  const end = crypto.randomUUID();
  return `${name}<<${end}\n${value}\n${end}\n`;
}

/**
 * The report of what did not come about.
 *
 * @param heading What did not, as `not compared`.
 * @param reason What the command complained of; null where it did not.
 */
export function renderNothing(heading: string, reason: string | null): string {
  const shown = reason === null
    ? "The reason is not known; the log of the job may say more."
    : escapeMarkdown(reason.slice(0, LONGEST_REASON));
  return `## Benchmarks: ${heading}\n\n${shown}\n`;
}
