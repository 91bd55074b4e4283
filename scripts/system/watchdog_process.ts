/**
 * Runs in a separate process. It ends processes on request, and all others that it watches once the
 * process that started it is gone, which ends standard input.
 *
 * A line is `watch ID`, `end ID` or `forget ID`, with an ID as for kill(2): a process, or the negative
 * number of a process group. On Windows it is a process, which ends with the processes below it.
 *
 * @module
 */
const watched = new Set<number>();

async function end(id: number): Promise<void> {
  if (!watched.delete(id)) return;
  try {
    if (Deno.build.os === "windows" && await endTree(id)) return;
    Deno.kill(id, "SIGKILL");
  } catch {
    // It has already ended, or belongs to another user; the others have to end nevertheless.
  }
}

/** Returns whether the system could end it; false also if there is no program for that. */
async function endTree(id: number): Promise<boolean> {
  const args = ["/F", "/T", "/PID", String(id)];
  try {
    const child = new Deno.Command("taskkill", { args, stdout: "null", stderr: "null" }).spawn();
    return (await child.status).success;
  } catch {
    return false;
  }
}

let text = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (text + chunk).split("\n");
  text = lines.pop()!;
  for (const line of lines) {
    const [action, id] = line.split(" ");
    if (action === "watch") watched.add(Number(id));
    else if (action === "end") void end(Number(id));
    else watched.delete(Number(id));
  }
}
await Promise.all([...watched].map(end));

export {};
