/**
 * Runs in a process of its own: ends processes when it is told to, and all that are left once whoever
 * started it is gone. Standard input ends then, in whatever way that came about.
 *
 * A line is `watch ID`, `end ID` or `forget ID`, where an ID is what kill(2) takes: a process, or the
 * negative number of a process group.
 *
 * @module
 */
const watched = new Set<number>();

function end(id: number): void {
  if (!watched.delete(id)) return;
  try {
    Deno.kill(Deno.build.os === "windows" ? Math.abs(id) : id, "SIGKILL");
  } catch {
    // It has ended by itself, or is not this user's to end; the others are to be ended all the same.
  }
}

let text = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (text + chunk).split("\n");
  text = lines.pop()!;
  for (const line of lines) {
    const [action, id] = line.split(" ");
    if (action === "watch") watched.add(Number(id));
    else if (action === "end") end(Number(id));
    else watched.delete(Number(id));
  }
}
for (const id of watched) end(id);

export {};
