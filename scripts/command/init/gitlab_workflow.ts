/** The job for GitLab, and its inclusion in the pipeline. @module */
import { WORKFLOW_PERMISSIONS } from "./permissions.ts";
import type { ProjectPlace } from "./place.ts";
import { quoteWord } from "../../cli/shell_quotes.ts";
import { workflowName } from "./workflow_name.ts";
import { WORKFLOW_MARK } from "./workflow_mark.ts";

/** The file that GitLab reads. */
export const GITLAB_FILE = ".gitlab-ci.yml";

/** The name of the job's file: each member of a repository has its own. */
export function gitlabPath({ member }: ProjectPlace): string {
  return `.gitlab/${workflowName(member)}.yml`;
}

/**
 * Renders a job that runs the scripts from `home`.
 *
 * @param pipeline The text of {@linkcode GITLAB_FILE}; null if there is none.
 */
export function gitlabJob(home: string, { member }: ProjectPlace, pipeline: string | null): string {
  const results = member === "" ? "benchmarks/results/" : `${member}/benchmarks/results/`;
  const enter = member === "" ? "" : `    - ${JSON.stringify(`cd ${quoteWord(member)}`)}\n`;
  const permissions = WORKFLOW_PERMISSIONS.gitlabCompare.join(" \\\n          ");
  return `${WORKFLOW_MARK}
# A merge request fails on a real slowdown, measured in turn with its base on the same runner.
${workflowName(member)}:
  stage: ${stageFor(pipeline)}
  image: denoland/deno:debian
  timeout: 30 minutes
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0" # the base has to be there
  before_script:
    - apt-get update -qq && apt-get install -qq --yes git
  script:
${enter}    # Benchmarks can read the variables of this job, so none is a secret.
    - |
        names=$(env | sed -nE 's/^([A-Za-z_][A-Za-z0-9_]*)=.*/\\1/p')
        unset $(echo "$names" | grep -iE 'token|secret|password|credential|jwt|key|repository_url')
        deno run --no-prompt ${permissions} \\
          ${quoteWord(`${home}scripts/compare.ts`)} \\
          --against="$CI_MERGE_REQUEST_DIFF_BASE_SHA" \\
          --out=benchmarks/results/comparison.json --out=benchmarks/results/report.html \\
          --out=benchmarks/results/junit.xml
  artifacts:
    when: always
    paths:
      - ${JSON.stringify(results)}
    reports:
      junit: ${JSON.stringify(`${results}junit.xml`)}
`;
}

/** The default stage `test`, or the last stage of a project without it. */
function stageFor(pipeline: string | null): string {
  const lines = (pipeline ?? "").split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, ""));
  const start = lines.findIndex((line) => line.startsWith("stages:"));
  if (start < 0) return "test";
  const items: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*-\s*(.*)$/.exec(line)?.[1];
    if (item !== undefined) items.push(item);
    else if (line.trim() !== "") break;
  }
  const inline = lines[start]!.slice("stages:".length).replaceAll(/[[\]]/g, "").split(",");
  const stages = [...inline, ...items].map((stage) => stage.trim().replaceAll(/^["']|["']$/g, ""))
    .filter((stage) => stage !== "");
  return stages.length === 0 || stages.includes("test") ? "test" : stages.at(-1)!;
}

/**
 * Includes the job's file in the pipeline, and keeps everything else.
 *
 * @param before Its text; null if there is none.
 * @returns The same text if the file is already included; null if a person has to include it.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = "include:\n    - local: a.yml\nlint:\n  script: [x]\n";
 * const after = "include:\n    - local: b.yml\n    - local: a.yml\nlint:\n  script: [x]\n";
 * assertEquals(includeJob(text, "b.yml"), after);
 * ```
 */
export function includeJob(before: string | null, path: string): string | null {
  const text = before ?? "";
  if (text.includes(path)) return text;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const block = /^include:[ \t]*(?:#.*)?\r?\n((?:[ \t]*(?:#.*)?\r?\n)*)([ \t]*)- /m.exec(text);
  if (block !== null) {
    const at = block.index + block[0].length - block[2]!.length - 2;
    return `${text.slice(0, at)}${block[2]}- local: ${path}${newline}${text.slice(at)}`;
  }
  // There is a second document, as after a header of inputs, or a list in another form.
  if (/^include:/m.test(text) || /^---/m.test(text)) return null;
  const mention = `include:${newline}  - local: ${path}${newline}`;
  return text.trim() === "" ? mention : `${mention}${newline}${text}`;
}
