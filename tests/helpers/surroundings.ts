/** What may happen to a file before it is read: logs, terminals, encodings. @module */
import { fc } from "../../scripts/deps/fast_check.ts";

/** Encodes a text in UTF-16, with a byte order mark or without. */
export function utf16(text: string, littleEndian: boolean, mark = "\ufeff"): Uint8Array {
  const units = mark + text;
  const view = new DataView(new ArrayBuffer(2 * units.length));
  for (let at = 0; at < units.length; at++) {
    view.setUint16(2 * at, units.charCodeAt(at), littleEndian);
  }
  return new Uint8Array(view.buffer);
}

/** Returns what a log puts before a line. */
export type Prefix = (index: number) => string;

const pad = (number: number) => String(number % 60).padStart(2, "0");

/** The prefixes of well-known logs. */
export const PREFIXES: Readonly<Record<string, Prefix>> = {
  "GitHub Actions": (index) => `2026-03-02T10:00:${pad(index)}.1234567Z `,
  "gh run view --log": (index) => `bench (1)\tRun all\t2026-03-02T10:00:${pad(index)}.12Z `,
  GitLab: (index) => `2026-05-22T12:32:${pad(index)}.826377Z 01O `,
  BuildKit: (index) => `#15 ${index + 9}.66 `,
  "docker compose": () => "bench-1  | ",
  Jenkins: (index) => `[2026-05-22T12:32:${pad(index)}.826Z] `,
  journald: (index) => `Mar 02 10:00:${pad(index)} host bench[900]: `,
  Heroku: (index) => `2026-03-02T10:00:${pad(index)}.677020+00:00 app[web.1]: `,
  "kubectl --prefix": () => "[pod/bench-7d9f/bench] ",
  "Google Cloud Build": () => 'Step #2 - "bench": ',
  "AWS CodeBuild": (index) => `[Container] 2026/05/22 12:32:${pad(index)} `,
  TeamCity: (index) => `[12:32:${pad(index)} ] : [Step 1/2] `,
  Buildkite: (index) => `\x1b_bk;t=17171717171${pad(index)}\x07`,
  "two of them": (index) => `2026-03-02T10:00:${pad(index)}Z bench-1  | `,
};

/** Text before every line, without a blank. */
export const SEARCH_MARKS: Readonly<Record<string, Prefix>> = {
  "grep -n": (index) => `${index + 1}:`,
  "grep -Hn": (index) => `logs/bench.txt:${index + 1}:`,
  "grep -H": () => "bench.log:",
  "a diff": () => "+",
};

const digits = (count: number) => fc.nat({ max: 10 ** count - 1 }).map((number) => `${number}`);

/** Names of jobs, hosts and containers. */
const anyOwner = fc.stringMatching(/^[a-z][a-z0-9]{0,7}([-_.][a-z0-9]{1,4}){0,2}$/);

/** The time of a line, as logs write it; it never decreases. */
const anyClock: fc.Arbitrary<Prefix> = fc.record({
  begin: fc.integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 }),
  stepMs: fc.integer({ min: 0, max: 90_000 }),
  fraction: fc.constantFrom(0, 1, 3, 6, 7, 9),
  comma: fc.constantFrom(".", ","),
  between: fc.constantFrom("T", " "),
  zone: fc.constantFrom("", "Z", "+00:00", "+0200", " UTC"),
  layout: fc.constantFrom("iso", "iso", "iso", "slashes", "syslog", "time"),
}).map(({ begin, stepMs, fraction, comma, between, zone, layout }) => (index) => {
  const date = new Date(begin + index * stepMs);
  const [day, clock] = date.toISOString().slice(0, -1).split("T") as [string, string];
  const [seconds, ms] = clock.split(".") as [string, string];
  const time = seconds + (fraction === 0 ? "" : comma + ms.padEnd(9, "4217").slice(0, fraction));
  switch (layout) {
    case "iso":
      return day + between + time + zone;
    case "slashes":
      return `${day.replaceAll("-", "/")} ${time}`;
    case "syslog":
      return `${date.toUTCString().slice(8, 11)} ${day.slice(8)} ${seconds}`;
    default:
      return time;
  }
});

/** The source of a line, as logs write it. */
const anyLabel: fc.Arbitrary<string> = fc.tuple(anyOwner, anyOwner, digits(4)).chain(
  ([one, other, number]) =>
    fc.constantFrom(
      `${one}-1  |`,
      `${one} |`,
      `[pod/${one}/${other}]`,
      `${one} ${other}[${number}]:`,
      `${one}[web.1]:`,
      `Step #${number} - "${one}":`,
    ),
);

/** The prefix of one kind of log, from its time and its source. */
const anyPrefix: fc.Arbitrary<Prefix> = fc.oneof(
  anyClock.map((clock): Prefix => (index) => `${clock(index)} `),
  anyClock.map((clock): Prefix => (index) => `[${clock(index)}] `),
  anyLabel.map((label): Prefix => () => `${label} `),
  fc.tuple(anyClock, anyLabel).map(([clock, label]): Prefix => (index) =>
    `${clock(index)} ${label} `
  ),
  fc.tuple(anyOwner, anyOwner, anyClock).map(([job, step, clock]): Prefix => (index) =>
    `${job}\t${step} (a, 1)\t${index === 0 ? "\ufeff" : ""}${clock(index)} `
  ),
  fc.tuple(digits(2), digits(2)).map(([step, begin]): Prefix => (index) =>
    `#${step} ${Number(begin) + index}.${pad(index)} `
  ),
  fc.constantFrom(...Object.values(PREFIXES)),
);

/** Lines that no harness wrote; some look like JSON. */
const anyNoise: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    fc.constantFrom(
      "",
      "corpus: [",
      "Check a_bench.ts { a: 1 }",
      "[1/3] \"it's",
      "{",
      "##[group]Run bench",
      '{"level":"info","msg":"ready","n":[1,2]}',
      'Done {"ms": 3} in [3 s]',
      "[1, 2]",
      "}",
      "npm warn deprecated a@1.0.0: use b",
      "   Compiling shop v0.1.0 (/work/shop)",
      "-----",
      "10 % |████      | 3/30",
      "✓ built in 1.2 s",
      "+ make bench",
      "$ ls /bench (done)",
    ),
    fc.stringMatching(/^[a-z]{1,8}( [a-z0-9]{1,8}){0,5}$/),
  ),
  { maxLength: 8 },
);

/** Overwrites or colours a line. */
const anyPaint: fc.Arbitrary<(line: string) => string> = fc.constantFrom(
  (line: string) => line,
  (line: string) => `\x1b[32m${line}\x1b[0m`,
  (line: string) => `\x1b[0m\x1b[38;2;1;2;3m${line}\x1b[m\x1b[K`,
  (line: string) => `working 10 %\rworking 100 %\r${line}`,
  (line: string) => line.replace(" ", "\x1b[1m \x1b[22m"),
);

/** Encodes a text as the bytes of a file. */
const anyEncoding: fc.Arbitrary<(text: string) => Uint8Array> = fc.constantFrom(
  (text: string) => new TextEncoder().encode(text),
  (text: string) => new TextEncoder().encode(`\ufeff${text}`),
  (text: string) => utf16(text, true),
  (text: string) => utf16(text, false),
);

/** Random ways in which a text gets into a file. */
export const anySurroundings: fc.Arbitrary<(text: string) => Uint8Array> = fc.record({
  before: anyNoise,
  behind: anyNoise,
  paint: fc.oneof(fc.constant((line: string) => line), anyPaint),
  prefixes: fc.oneof(
    fc.constant<Prefix[]>([]),
    anyPrefix.map((prefix): Prefix[] => [prefix]),
    fc.tuple(anyPrefix, anyClock.map((clock): Prefix => (index) => `${clock(index)} `)),
  ),
  ending: fc.constantFrom("\n", "\r\n"),
  encode: anyEncoding,
}).map(({ before, behind, paint, prefixes, ending, encode }) => (text) => {
  const lines = [...before, ...text.replace(/\r?\n$/, "").split(/\r?\n/).map(paint), ...behind, ""];
  const within = (line: string, index: number) =>
    prefixes.reduce((inner, prefix) => prefix(index) + inner, line);
  // The last element is not a line: the text ends with the line before it.
  const logged = lines.map((line, index) =>
    index === lines.length - 1 ? line : within(line, index)
  );
  return encode(logged.join(ending));
});
