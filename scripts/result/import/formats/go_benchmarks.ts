/** The benchmarks in the output of a Go test, and their outcomes. @module */
import { failWith } from "../read_entries.ts";
import type { Configuration, Configured } from "./go_configuration.ts";
import { figuresAtEnd, figuresBehind, findName, type NameFound, readFigures } from "./go_line.ts";
import type { OutputLine } from "./go_output.ts";
import type { ImportedBenchmark } from "../importer.ts";

/** A benchmark in the output. */
export interface ToldBenchmark {
  /** As printed: with GOMAXPROCS at the end, such as `-8`, unless that is 1. */
  readonly name: string;
  /** The name without GOMAXPROCS, which `-v` prints first; null if it was not printed. */
  readonly announced: string | null;
  /** By a line above. */
  readonly group: string | null;
  readonly configured: Configured;
  readonly process: TestProcess;
  readonly result: Omit<ImportedBenchmark, "name">;
}

/** Facts about a benchmark that are known once its name is printed. */
type Named = Pick<ToldBenchmark, "name" | "announced" | "configured">;

/** The output of one process. */
export interface TestProcess {
  /** The package, as the last line says it; null if there is none. */
  group: string | null;
  /** Names in front of figures. */
  readonly names: Set<string>;
  /** Whether each of these ends with a number that may be GOMAXPROCS. */
  isSuffixed: boolean;
  /** The last name that failed. */
  failed: string | null;
}

/** A benchmark whose name was printed, but not its figures. */
interface OpenBenchmark extends Named {
  readonly line: number;
  readonly isAlone: boolean;
  /** Output that may say why there are none. */
  reason: Reason | null;
}

interface Reason {
  readonly message: string;
  readonly line: number;
}

/** GOMAXPROCS as Go prints it; Go omits it if it is 1. */
export const SUFFIX = /-(?:[2-9]|[1-9]\d+)$/;
const PACKAGE = /^pkg: (.+)$/;
const PACKAGE_ENDED = /^(ok|FAIL)\s+(\S+)\s+(?:\d[\d.]*s|\(cached\)|\[([^\]]*)\])(?=\s|$)/;
const ENDED = /^(?:PASS|FAIL|exit status \d+)\s*$/;
const STOPPED = /--- (FAIL|SKIP): (Benchmark\S*)\s*$/;
const CRASH = /^(?:panic|fatal error|signal|SIG[A-Z]{2,10}): /;
const REASON =
  /(?:panic: |fatal error: |unexpected fault address |exit status \d|signal: |SIG[A-Z]{2,10}: |\*\*\* Test ).*/;
/** A function in a stack, or a benchmark in the list of those that ran when the time was up. */
const IN_STACK =
  /\.(Benchmark[^a-z\s(.][^\s(.]*)(?:\.[\w.]{1,100})?\(|^\t(Benchmark[^a-z\s]\S*) \(\d/;
/** Output may be megabytes. */
const LONGEST_REASON = 200;

/** Reads the output of one package, or of several in sequence. */
export class TestOutput {
  readonly told: ToldBenchmark[] = [];
  /** Why other benchmarks are left out. */
  readonly leftOut: string[] = [];
  readonly #configuration: Configuration;
  readonly #package: string | null;
  #process: TestProcess;
  #group: string | null = null;
  #announced: string | null = null;
  #open: OpenBenchmark | null = null;
  #crash: Reason | null = null;

  /** @param name The package; null if only the output names it. */
  constructor(name: string | null, configuration: Configuration) {
    this.#package = name || null;
    this.#configuration = configuration;
    this.#process = this.#begin();
  }

  take(line: OutputLine): void {
    const { text, number } = line;
    if (text.startsWith("goos: ")) this.#close();
    if (this.#open === null) {
      this.#group = PACKAGE.exec(text)?.[1] ?? this.#group;
      if (this.#configuration.take(text)) return;
    } else this.#configuration.print(text);
    const [, how, name, why] = PACKAGE_ENDED.exec(text) ?? [];
    const [, outcome, stopped] = STOPPED.exec(text) ?? [];
    if (name !== undefined) this.#endPackage(how === "ok", { name, why: why ?? "failed", number });
    else if (ENDED.test(text)) this.#close(reasonIn(line));
    else if (stopped !== undefined) this.#stop(stopped, outcome!, number);
    else this.#look(line);
  }

  /** Closes what is still open at the end of the output. */
  end(): void {
    this.#close();
    this.#leaveOutCrash();
  }

  #begin(): TestProcess {
    this.#group = null;
    return { group: this.#package, names: new Set(), isSuffixed: true, failed: null };
  }

  #endPackage(isOk: boolean, { name, why, number }: { name: string; why: string; number: number }) {
    this.#close();
    this.#process.group = name;
    if (isOk) this.#crash = null;
    else if (this.#process.failed === null && this.#crash === null) {
      this.leftOut.push(`${name}: ${why}, see line ${number}`);
    }
    this.#leaveOutCrash();
    this.#process = this.#begin();
  }

  /** A test process may crash in a benchmark whose name it has not printed. */
  #leaveOutCrash(): void {
    if (this.#crash !== null) this.leftOut.push(formatReason(this.#crash));
    this.#crash = null;
  }

  #stop(name: string, outcome: string, line: number): void {
    if (this.#open !== null && !isOf(this.#open, name)) this.#close();
    this.#open = null;
    if (outcome === "SKIP") this.leftOut.push(`${name} was skipped, see line ${line}`);
    // A benchmark with sub-benchmarks fails if one of them does.
    else if (this.#process.failed?.startsWith(`${name}/`)) this.#process.failed = name;
    else this.#fail(this.#describe(name), { message: "failed", line });
  }

  /** Looks for a name, figures or other output in a line that ends nothing. */
  #look(line: OutputLine): void {
    const found = findName(line.text);
    if (found !== null) this.#start(found, line);
    else if (this.#open === null) this.#lookOutside(line);
    else this.#readFigures(figuresAtEnd(line.text), line);
  }

  #start(found: NameFound, line: OutputLine): void {
    const { name, rest, isAlone } = found;
    const isExpected = this.#open !== null &&
      (isOf(this.#open, name) || (this.#open.isAlone && name.startsWith(`${this.#open.name}/`)));
    if (!isExpected) this.#close();
    if (isAlone) this.#announced = name;
    else {
      this.#process.names.add(name);
      this.#process.isSuffixed &&= SUFFIX.test(name);
    }
    this.#open = { ...this.#describe(name), line: line.number, isAlone, reason: null };
    this.#readFigures(figuresBehind(rest, line.isCut), line);
  }

  #readFigures(figures: string | null, line: OutputLine): void {
    const open = this.#open!;
    if (figures === null) {
      open.reason ??= reasonIn(line);
      return;
    }
    this.#open = null;
    const { benchmark, leftOut, unreadable } = readFigures(figures, open.name, line.isCut);
    for (const why of leftOut) this.leftOut.push(`${why}, see line ${line.number}`);
    if (unreadable === null) this.#tell(open, benchmark);
    else this.#fail(open, { message: unreadable, line: line.number }, true);
  }

  #lookOutside(line: OutputLine): void {
    if (CRASH.test(line.text)) this.#crash ??= reasonIn(line);
    else if (this.#crash !== null) {
      const [, inStack, inList] = IN_STACK.exec(line.text) ?? [];
      const name = inStack ?? inList;
      if (name === undefined) return;
      const failed = this.#process.failed ?? "";
      const isTold = failed === name || failed.startsWith(`${name}/`) ||
        failed.replace(SUFFIX, "") === name;
      if (!isTold) this.#fail(this.#describe(name), this.#crash);
      this.#crash = null;
    } else if (figuresAtEnd(line.text) !== null) {
      this.leftOut.push(`figures without a name, see line ${line.number}`);
    }
  }

  /** Closes the open benchmark, if there is one: it has no figures. */
  #close(reason: Reason | null = null): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const why = open.reason ?? reason;
    const none = { message: "has no figures", line: open.line };
    this.#fail(open, why ?? none, why === null);
  }

  #describe(name: string): Named {
    const announced = this.#announced;
    const isIt = announced !== null && name.replace(SUFFIX, "") === announced;
    return {
      name,
      announced: isIt || name === announced ? announced : null,
      configured: this.#configuration.current,
    };
  }

  #fail(benchmark: Named, reason: Reason, isUnreadable = false): void {
    this.#process.failed = benchmark.name;
    this.#tell(benchmark, { ...failWith(formatReason(reason)), isUnreadable });
  }

  #tell({ name, announced, configured }: Named, result: ToldBenchmark["result"]): void {
    const process = this.#process;
    this.told.push({ name, announced, configured, group: this.#group, process, result });
  }
}

function isOf(open: OpenBenchmark, name: string): boolean {
  return name === open.name || (open.isAlone && name.replace(SUFFIX, "") === open.name);
}

function reasonIn({ text, number }: OutputLine): Reason | null {
  const [message] = REASON.exec(text) ?? [];
  return message === undefined
    ? null
    : { message: message.trim().slice(0, LONGEST_REASON), line: number };
}

function formatReason({ message, line }: Reason): string {
  return `${message}, see line ${line}`;
}
