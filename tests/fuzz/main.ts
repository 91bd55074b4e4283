/** `deno task fuzz`: looks for inputs that break a promise, and says how to see it again. @module */
import { denoIo } from "../../scripts/cli/io.ts";
import { defineCommand } from "../../scripts/cli/options.ts";
import { runCommand } from "../../scripts/cli/run_command.ts";
import { layOutTable } from "../../scripts/report/table.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { quoteValue } from "../../scripts/result/validate.ts";
import { type Found, fuzz, tryAgain } from "./fuzz.ts";
import { makeTargets } from "./targets.ts";

const spec = defineCommand({
  name: "fuzz",
  script: "tests/fuzz/main.ts",
  summary: "Tries inputs of every kind, and says which break a promise of tests/fuzz/oracle.ts.",
  usage: "[OPTIONS]",
  permissions: [
    { kind: "read", why: "the files that are tried" },
    { kind: "write", why: "the files that are tried" },
  ],
  options: {
    seconds: {
      type: "number",
      value: "S",
      min: 0,
      max: 86_400,
      help: "how long to look; each target is tried once at least",
      defaultHelp: "60",
    },
    seed: {
      type: "number",
      value: "N",
      min: 0,
      max: 2 ** 31 - 1,
      integer: true,
      help: "the same seed gives the same inputs",
      defaultHelp: "another one each time",
    },
    target: { type: "text", value: "NAME", help: "one target alone" },
    path: { type: "text", value: "PATH", help: "the one input that a failure has named" },
  },
  examples: [
    ["deno task fuzz --seconds 300", "five minutes over all targets"],
    ["deno task fuzz --target 'import go' --seed 7 --path 3", "one failure again"],
  ],
  exitCodes: [
    "0  every promise was kept",
    "1  a promise was broken",
    "2  bad usage",
  ],
});

function show({ target, seed, path, input, error }: Found): string {
  return [
    `${target} breaks a promise:`,
    error,
    `with the input ${input}`,
    `again: deno task fuzz --target '${target}' --seed ${seed} --path ${path}`,
    "",
  ].join("\n");
}

const io = denoIo;
Deno.exitCode = await runCommand(spec, Deno.args, io, async ({ options }) => {
  const { target = null, path, seconds } = options;
  const all = makeTargets();
  const targets = all.filter(({ name }) => target === null || name === target);
  if (targets.length === 0) {
    const names = all.map(({ name }) => name).join(", ");
    throw new Failure(`--target must be one of ${names}, found ${quoteValue(target)}`);
  }
  const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
  if (path !== null) {
    const found = await tryAgain(targets[0]!, seed, path);
    io.writeOut(found === null ? "every promise was kept\n" : show(found));
    return found === null ? 0 : 1;
  }
  const { tried, found } = await fuzz(targets, seed, seconds ?? 60);
  const failed = new Set(found.map(({ target }) => target));
  const rows = [...tried].map(([name, count]) => [
    name,
    String(count),
    failed.has(name) ? "1" : "0",
  ]);
  const columns = [
    { title: "target", align: "left" },
    { title: "tried", align: "right" },
    { title: "failed", align: "right" },
  ] as const;
  for (const one of found) io.writeOut(`${show(one)}\n`);
  for (const line of layOutTable(columns, rows)) io.writeOut(`${line}\n`);
  io.writeOut(`seed ${seed}\n`);
  return found.length === 0 ? 0 : 1;
});
