/** The workflow for GitHub. @module */
import { WORKFLOW_PERMISSIONS } from "./permissions.ts";
import type { ProjectPlace } from "./place.ts";
import { quoteWord } from "../../cli/shell_quotes.ts";
import { workflowName } from "./workflow_name.ts";
import { WORKFLOW_MARK } from "./workflow_mark.ts";

/** The name of the workflow's file: each member of a repository has its own. */
export function githubPath({ member }: ProjectPlace): string {
  return `.github/workflows/${workflowName(member)}.yml`;
}

/** Renders a workflow that runs the scripts from `home`. */
export function githubWorkflow(home: string, { member }: ProjectPlace): string {
  const script = quoteWord(`${home}scripts/github.ts`);
  const permissions = WORKFLOW_PERMISSIONS.githubCompare.join(" \\\n            ");
  const folder = member === "" ? "" : `    defaults:
      run:
        working-directory: ${JSON.stringify(member)}
`;
  const name = JSON.stringify(member === "" ? "benchmarks" : `benchmarks of ${member}`)
    .replaceAll(/^"([\w ]+)"$/g, "$1");
  const results = member === "" ? "benchmarks/results/" : `${member}/benchmarks/results/`;
  return `${WORKFLOW_MARK}
# A pull request fails on a real slowdown, measured in turn with its base on the same runner.
name: ${name}

on:
  pull_request:
  workflow_dispatch:

permissions:
  contents: read
  pull-requests: write # for the comment; without it the summary of the job has the report

jobs:
  compare:
    runs-on: ubuntu-latest
    timeout-minutes: 30
${folder}    steps:
      - uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1
        with:
          fetch-depth: 0 # the base has to be there
          persist-credentials: false
      - uses: denoland/setup-deno@22d081ff2d3a40755e97629de92e3bcbfa7cf2ed # v2.0.5
      # Benchmarks can read the variables of this step and of its processes, so none is a secret. The
      # shell is replaced, since its own variables are those that it was started with.
      - id: compare
        shell: bash
        run: |
          names=$(env | sed -nE 's/^([A-Za-z_][A-Za-z0-9_]*)=.*/\\1/p')
          unset GITHUB_ENV GITHUB_PATH $(echo "$names" | grep -iE 'token|secret|password|credential')
          exec deno run --no-prompt ${permissions} \\
            ${script} compare
      - if: always()
        shell: bash
        env:
          BENCHLINE_COMPARISON: \${{ steps.compare.outputs.comparison }}
          BENCHLINE_REASON: \${{ steps.compare.outputs.reason }}
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          api="\${GITHUB_API_URL#*://}"
          deno run --no-prompt --allow-read --allow-net="\${api%%/*}" \\
            ${WORKFLOW_PERMISSIONS.githubComment.join(" ")} ${script} comment
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        if: always()
        with:
          name: ${workflowName(member)}
          path: ${results === "benchmarks/results/" ? results : JSON.stringify(results)}
          if-no-files-found: ignore
`;
}
