/** Workers of whatever kind there is, to run threads of a pool in. */
import { serve, takeTasks, type ThreadData } from "./pool.ts";

/** A thread that was started. */
export interface Thread {
  /** Whether it serves, as soon as that is known; `false` where a page's policy refuses it. */
  readonly ready: Promise<boolean>;
  /** Ends it at once. */
  end(): void;
}

/** Starts a thread. */
export type StartThread = (data: ThreadData) => Thread;

/** How to start threads here; `undefined` where there are none, or none that could share memory. */
export function threadStarter(): StartThread | undefined {
  const { process, Worker, crossOriginIsolated } = globalThis as unknown as Surroundings;
  const NodeWorker = process?.getBuiltinModule?.("node:worker_threads")?.Worker;
  if (NodeWorker) return (data) => startNodeThread(NodeWorker, data);
  if (Worker && crossOriginIsolated) return (data) => startWebThread(Worker, data);
  return undefined;
}

/** What may be there, as far as it is used. */
interface Surroundings {
  readonly process?: {
    getBuiltinModule?(name: string): { readonly Worker: NodeWorkerClass } | undefined;
  };
  readonly Worker?: WebWorkerClass;
  readonly crossOriginIsolated?: boolean;
}

/**
 * The Worker of `node:worker_threads`, which Deno, Node.js and Bun have. It can be told not to keep
 * the process alive, unlike the Worker of the web.
 */
type NodeWorkerClass = new (program: URL, options: { workerData: unknown }) => {
  once(event: string, listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): unknown;
};

type WebWorkerClass = new (program: string) => {
  onmessage: (() => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(value: unknown): void;
  terminate(): void;
};

function startNodeThread(Worker: NodeWorkerClass, data: ThreadData): Thread {
  const worker = new Worker(nodeProgramUrl, { workerData: data });
  const ready = new Promise<boolean>((resolve, reject) => {
    worker.once("message", () => {
      worker.unref();
      resolve(true);
    });
    worker.once("error", reject);
  });
  return { ready, end: () => void worker.terminate() };
}

/** A `data:` URL would be of another origin, which gets no shared memory. */
function startWebThread(Worker: WebWorkerClass, data: ThreadData): Thread {
  const url = URL.createObjectURL(new Blob([webProgram], { type: "text/javascript" }));
  const worker = new Worker(url);
  const ready = new Promise<boolean>((resolve, reject) => {
    worker.onmessage = () => resolve(true);
    // What keeps the program from being loaded gives an event without a message.
    worker.onerror = ({ message }) => {
      if (message === undefined) resolve(false);
      else reject(new Error(`Cannot start kernel threads: ${message}`));
    };
  }).finally(() => URL.revokeObjectURL(url));
  worker.postMessage(data);
  return { ready, end: () => worker.terminate() };
}

/** The functions are sent as their source text. */
const functions = `const takeTasks = ${takeTasks}; const serve = ${serve};`;

const nodeProgramUrl = new URL(
  "data:text/javascript," + encodeURIComponent(`
import { parentPort, workerData } from "node:worker_threads";
${functions}
serve(workerData, takeTasks, () => parentPort.postMessage("ready"));
`),
);

const webProgram = `${functions}
onmessage = ({ data }) => serve(data, takeTasks, () => postMessage("ready"));
`;
