// Another Deno is started directly, not through the script that found it.
import { assertEquals, assertMatch } from "@std/assert";
import { Project, runIn } from "../project.ts";
import { needs } from "../helpers/needs.ts";

const module = new URL("../../scripts/duet/find_deno.ts", import.meta.url);
const deno = Deno.execPath();

/** Programs for a separate PATH that do the same as those of the system. */
const PROGRAMS = {
  npx: `case "$2" in
    deno@1.2.3) shift 2; ${deno} "$@"; exit $?;;
  esac
  echo "npm error code ETARGET" >&2
  echo "npm error notarget No matching version found for $2." >&2
  echo "npm error A complete log of this run can be found in: /log" >&2
  exit 1`,
  taskset: `if [ "$1" = -cp ]; then echo "pid $2's current affinity list: 0,1"; exit; fi
  shift 2
  [ -x "$1" ] || { echo "taskset: failed to execute $1: No such file or directory" >&2; exit 127; }
  exec "$@"`,
};

const SCRIPTS = {
  becomes: `exec ${deno} "$@"`,
  starts: `${deno} "$@"\nexit 0`,
  other: "echo benchline",
};

async function createProject(): Promise<Project> {
  const project = await Project.create({});
  const programs = Object.entries(PROGRAMS).map(([name, text]) => [`bin/${name}`, text]);
  for (const [name, text] of [...programs, ...Object.entries(SCRIPTS)]) {
    await project.write(name!, `#!/bin/sh\n${text}\n`);
    await Deno.chmod(project.path(name!), 0o755);
  }
  await project.write("text.txt", "no program");
  await project.write("tell.ts", TELL);
  await project.write("start.ts", START);
  return project;
}

/** Prints what is found, or why nothing is. */
const TELL = `import { resolveDeno } from ${JSON.stringify(module.href)};
const found: unknown[] = [];
for (const name of Deno.args) {
  found.push(await resolveDeno(name).then(({ command, version }) => {
    if (version !== Deno.version.deno) throw new Error(version);
    return command;
  }, (error) => error.name + ": " + error.message));
}
console.log(JSON.stringify(found));
`;

/** Starts Deno with the folder of programs first on its PATH. */
const START = `const env = { PATH: Deno.cwd() + "/bin:" + Deno.env.get("PATH") };
const child = new Deno.Command("deno", { args: Deno.args, env }).spawn();
Deno.exit((await child.status).code);
`;

/** What a process with this permission to run programs finds. */
async function resolveAll(
  project: Project,
  allowRun: string,
  names: readonly string[],
): Promise<unknown[]> {
  const flags = ["run", "--no-prompt", "--no-config", "--no-lock", "--allow-read"];
  const { out, error } = await runIn(project, "deno", [
    ...flags,
    "--allow-run=deno",
    "--allow-env=PATH",
    "start.ts",
    ...flags,
    allowRun,
    "tell.ts",
    ...names,
  ]);
  assertMatch(out, /^\[/, error);
  return JSON.parse(out);
}

Deno.test({
  ...needs("scripts", "resolveDeno() finds the process that ends with Deno"),
  async fn(t) {
    await using project = await createProject();
    const through = ["taskset", "-c", "0,1"];
    const path = (name: string) => project.path(name);
    await t.step("with the permissions of compare", async () => {
      const names = [
        "1.2.3",
        "v9.9.9",
        "./becomes",
        "starts/../starts",
        "./other",
        "./gone",
        "deno",
      ];
      assertEquals(await resolveAll(project, "--allow-run=deno,npx,taskset", names), [
        [...through, deno],
        "Failure: Cannot get Deno 9.9.9 from npm: No matching version found for deno@9.9.9.",
        [...through, path("becomes")],
        [...through, deno],
        `Failure: Cannot run ${path("other")}: it is not Deno`,
        `Failure: Cannot run ${path("gone")}: no such file or directory`,
        ["deno"],
      ]);
    });
    await t.step("with the permission for all programs", async () => {
      const names = ["./becomes", path("starts"), "./gone", "./text.txt", "no-such-deno"];
      assertEquals(await resolveAll(project, "--allow-run", names), [
        [path("becomes")],
        [deno],
        `Failure: Cannot run ${path("gone")}: there is no such file`,
        `Failure: Cannot run ${path("text.txt")}: the operating system denies it`,
        "Failure: Cannot run no-such-deno: no such program is on PATH",
      ]);
    });
    await t.step("with too few permissions", async () => {
      assertEquals(await resolveAll(project, "--allow-run=deno", ["1.2.3", "./becomes"]), [
        "Failure: Cannot run npx: the permission --allow-run=npx is not granted",
        `Failure: Cannot run ${path("becomes")}: the permission --allow-run=${
          path("becomes")
        } is not granted`,
      ]);
    });
  },
});
