/** The input of a workflow: variables, and the event that triggered it. @module */
import type { CommandIo } from "../../cli/io.ts";
import { Failure } from "../../result/failure.ts";

/** Inputs of the action by variable; an empty variable counts as not set. */
const INPUTS = {
  BENCHLINE_FILTER: "filter",
  BENCHLINE_ROUNDS: "rounds",
  BENCHLINE_BUDGET: "budget",
  BENCHLINE_TIMEOUT: "timeout",
  BENCHLINE_THRESHOLD: "threshold",
  BENCHLINE_TOLERANCE: "tolerance",
  BENCHLINE_SUITE_THRESHOLD: "suite-threshold",
} as const;

/** The variables that are set and not empty. */
export class Given {
  readonly #env: (name: string) => string | undefined;

  /** @param env The value of a variable; empty or undefined if it is not set. */
  constructor(env: (name: string) => string | undefined) {
    this.#env = env;
  }

  /** The value of a variable; null if it is not set. */
  get(name: string): string | null {
    return this.#env(name) || null;
  }

  /** Converts inputs to options of a command. */
  options(names: readonly string[]): string[] {
    return Object.entries(INPUTS).flatMap(([variable, name]) => {
      const value = this.get(variable);
      return value === null || !names.includes(name) ? [] : [`--${name}=${value}`];
    });
  }

  /**
   * Converts a variable to a flag of a command.
   *
   * @throws {Failure} If the variable is neither `true` nor `false`.
   */
  flag(name: string, option: string): string[] {
    const value = this.get(name) ?? "false";
    if (value === "true") return [option];
    if (value === "false") return [];
    throw new Failure(`${name} must be true or false, found ${JSON.stringify(value)}`);
  }

  /** Converts each word of a variable to a value of an option. */
  list(name: string, option: string): string[] {
    return this.#words(name).map((word) => `${option}=${word}`);
  }

  #words(name: string): string[] {
    return (this.get(name) ?? "").split(/\s+/).filter((word) => word !== "");
  }

  /** The flags for Deno, after `--`. */
  flags(): string[] {
    const flags = this.#words("BENCHLINE_FLAGS");
    return flags.length === 0 ? [] : ["--", ...flags];
  }

  /**
   * Bench files.
   *
   * @throws {Failure} If a word looks like an option.
   */
  files(): string[] {
    const files = this.#words("BENCHLINE_FILES");
    const option = files.find((file) => file.startsWith("-"));
    if (option === undefined) return files;
    throw new Failure(`The input files must be bench files, found ${JSON.stringify(option)}`);
  }

  /** Where the reports go. */
  outFolder(): string {
    return this.get("BENCHLINE_OUT") ?? "benchmarks/results";
  }
}

/** The needed parts of the event that triggered the workflow. */
export interface WorkflowEvent {
  readonly pull_request?: {
    readonly number?: number;
    readonly base?: { readonly sha?: string };
  };
}

/**
 * Reads the event; it is empty if there is no file.
 *
 * @throws {Failure} If the file cannot be read or is not JSON.
 */
export async function readEvent(given: Given, io: CommandIo): Promise<WorkflowEvent> {
  const path = given.get("GITHUB_EVENT_PATH");
  if (path === null) return {};
  try {
    const event: unknown = JSON.parse(await io.readText(path));
    return typeof event === "object" && event !== null ? event : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure(`Cannot read the event in ${path}: it is not JSON`);
  }
}
