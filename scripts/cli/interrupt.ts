/**
 * A signal that is aborted when the process is asked to stop, by Ctrl-C or by the system.
 *
 * It keeps the process alive, so a command that uses it ends with `Deno.exit`.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    if (Deno.build.os === "windows" && name === "SIGTERM") continue;
    Deno.addSignalListener(name, () => controller.abort(`it was stopped by ${name}`));
  }
  return controller.signal;
}
