import { assertEquals } from "@std/assert";
import { hearOfStop } from "../../scripts/measure/hear_of_stop.ts";

/** A signal that counts its listeners. */
function counted() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (kind: string, listener: EventListener) => {
    listeners.add(listener);
    add(kind, listener);
  };
  signal.removeEventListener = (kind: string, listener: EventListener) => {
    listeners.delete(listener);
    remove(kind, listener);
  };
  return { controller, signal, listeners };
}

const ended = (code: number, signal: Deno.Signal | null) => ({
  status: Promise.resolve({ success: code === 0, code, signal }),
});

Deno.test("hearOfStop() waits only after a signal, and leaves no listener behind", async (t) => {
  const rows: [
    what: string,
    child: ReturnType<typeof ended>,
    isHeard: boolean,
    listens: boolean,
  ][] = [
    ["an exit", ended(1, null), false, false],
    ["a signal to the child alone", ended(130, "SIGINT"), false, true],
    ["a signal to both", ended(130, "SIGINT"), true, true],
  ];
  for (const [what, child, isHeard, listens] of rows) {
    await t.step(what, async () => {
      const { controller, signal, listeners } = counted();
      const heard = hearOfStop(child, signal);
      await child.status;
      await Promise.resolve();
      assertEquals(listeners.size, listens ? 1 : 0);
      if (isHeard) controller.abort();
      await heard;
      assertEquals(listeners.size, 0);
    });
  }
});
