/** Reports on GitHub: summary, outputs and comment. @module */
import type { CommandIo } from "../../cli/io.ts";
import { note, warn } from "../../cli/messages.ts";
import { escapeMarkdown } from "../../report/escape.ts";
import { Failure } from "../../result/failure.ts";
import { type Network, upsertComment } from "./comment.ts";
import type { Given, WorkflowEvent } from "./given.ts";

/** Longest reason to show; a comment holds 65,536 characters. */
const LONGEST_REASON = 4000;

/** Writes reports. If one cannot be written, it warns and still writes the others. */
export class Reports {
  readonly #given: Given;
  readonly #io: CommandIo;

  /** @param given Variables that name where to write. */
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

  /** Writes or updates the comment on the pull request, if there is one. */
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

/** Formats an output; a value of several lines ends at a line that it cannot contain. */
function formatOutput(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  const end = crypto.randomUUID();
  return `${name}<<${end}\n${value}\n${end}\n`;
}

/**
 * Renders the report for a comparison or a run that did not happen.
 *
 * @param heading What did not happen, such as `not compared`.
 * @param reason The error message of the command; null if there was none.
 */
export function renderNothing(heading: string, reason: string | null): string {
  const shown = reason === null
    ? "The reason is not known; the log of the job may say more."
    : escapeMarkdown(reason.slice(0, LONGEST_REASON));
  return `## Benchmarks: ${heading}\n\n${shown}\n`;
}
