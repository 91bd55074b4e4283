/** What a workflow hands over: variables, and the event that triggered it. @module */
import type { CommandIo } from "../../cli/io.ts";
import { Failure } from "../../result/failure.ts";

/** Inputs of the action, by the variables that hand them over; what is empty is not given. */
const INPUTS = {
  BENCHLINE_FILTER: "filter",
  BENCHLINE_ROUNDS: "rounds",
  BENCHLINE_BUDGET: "budget",
  BENCHLINE_TIMEOUT: "timeout",
  BENCHLINE_THRESHOLD: "threshold",
  BENCHLINE_TOLERANCE: "tolerance",
  BENCHLINE_SUITE_THRESHOLD: "suite-threshold",
} as const;

/** The variables that are set to something. */
export class Given {
  readonly #env: (name: string) => string | undefined;

  /** @param env The value of a variable; empty or undefined where there is none. */
  constructor(env: (name: string) => string | undefined) {
    this.#env = env;
  }

  /** The value of a variable; null where there is none. */
  get(name: string): string | null {
    return this.#env(name) || null;
  }

  /** Inputs as options of a command. */
  options(names: readonly string[]): string[] {
    return Object.entries(INPUTS).flatMap(([variable, name]) => {
      const value = this.get(variable);
      return value === null || !names.includes(name) ? [] : [`--${name}=${value}`];
    });
  }

  /**
   * A choice as an option of a command that takes no value.
   *
   * @throws {Failure} If the variable is neither true nor false.
   */
  flag(name: string, option: string): string[] {
    const value = this.get(name) ?? "false";
    if (value === "true") return [option];
    if (value === "false") return [];
    throw new Failure(`${name} must be true or false, found ${JSON.stringify(value)}`);
  }

  /** The words of a variable, each as a value of an option. */
  list(name: string, option: string): string[] {
    return this.#words(name).map((word) => `${option}=${word}`);
  }

  #words(name: string): string[] {
    return (this.get(name) ?? "").split(/\s+/).filter((word) => word !== "");
  }

  /** What is handed on to Deno, behind `--`. */
  flags(): string[] {
    const flags = this.#words("BENCHLINE_FLAGS");
    return flags.length === 0 ? [] : ["--", ...flags];
  }

  /**
   * Bench files.
   *
   * @throws {Failure} If one would be read as an option.
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

/** What triggered the workflow, as far as it is needed. */
export interface WorkflowEvent {
  readonly pull_request?: {
    readonly number?: number;
    readonly base?: { readonly sha?: string };
  };
}

/**
 * Reads the event; without a file it is empty.
 *
 * @throws {Failure} If there is a file, and it is not JSON or cannot be read.
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
