// Tests the kernels in a real browser, in pages whose headers forbid or allow something.
import { assertEquals, AssertionError, assertRejects } from "@std/assert";
import { stripTypeScriptTypes } from "node:module";
import { type Browser, testInBrowser } from "./browser.ts";

const root = new URL("../../", import.meta.url);

/** A page that runs `script` as a module, and displays what it passes to `show`. */
const PAGE = `<!doctype html><output></output><script type="module" src="/page.js"></script>`;
const SHOW = `const show = (value) => {
  document.querySelector("output").textContent = JSON.stringify(value);
};
`;

/** Serves the page, and the kernels with their types removed. */
function serve(
  script: string,
  headers: Readonly<Record<string, string>>,
): Deno.HttpServer<Deno.NetAddr> {
  const respond = async (request: Request) => {
    const { pathname } = new URL(request.url);
    const text = (body: string, type: string) =>
      new Response(body, { headers: { ...headers, "content-type": type } });
    if (pathname === "/") return text(PAGE, "text/html");
    if (pathname === "/page.js") return text(SHOW + script, "text/javascript");
    if (!/^\/kernels\/[\w/]+\.ts$/.test(pathname)) return new Response("", { status: 404 });
    const source = await Deno.readTextFile(new URL(`.${pathname}`, root));
    return text(stripTypeScriptTypes(source), "text/javascript");
  };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, respond);
}

/** Returns what the script shows in a page with these headers. */
async function runInPage(
  browser: Browser,
  script: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  await using server = serve(script, headers);
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const errors: string[] = [];
  const failed = Promise.withResolvers<void>();
  page.on("pageerror", (error) => {
    errors.push(error.message);
    failed.resolve();
  });
  try {
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    const text = page.locator("output:not(:empty)").innerText();
    // A script that throws shows nothing, and its error says more than a timeout.
    await Promise.race([text, failed.promise]);
    assertEquals(errors, []);
    return JSON.parse(await text);
  } finally {
    await page.close();
  }
}

const PRODUCT = `import { allocateFloat32, kernelBackend, matmul } from "/kernels/mod.ts";
const a = allocateFloat32(4);
a.set([1, 2, 3, 4]);
const out = matmul(a, new Float32Array([5, 6, 7, 8]), new Float32Array(4), { m: 2, k: 2, n: 2 });
show({ backend: kernelBackend(), product: [...out] });
`;

const THREADS = `import { kernelBackend, matmul, startKernelThreads } from "/kernels/mod.ts";
const n = 300, shape = { m: n, k: n, n };
const a = Float32Array.from({ length: n * n }, (_, i) => Math.sin(i));
const one = matmul(a, a, new Float32Array(n * n), shape);
const threads = await startKernelThreads(3);
const several = matmul(a, a, new Float32Array(n * n), shape);
threads.stop();
const after = matmul(a, a, new Float32Array(n * n), shape);
const same = [several, after].every((product) => product.every((value, i) => value === one[i]));
show({ isolated: crossOriginIsolated, count: threads.count, same });
`;
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const NO_WORKERS = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";

const cases = [
  {
    what: "a page without a policy computes with WebAssembly",
    script: PRODUCT,
    headers: {},
    shown: { backend: "relaxed-simd", product: [19, 22, 43, 50] },
  },
  {
    what: "a page whose policy forbids WebAssembly computes in plain TypeScript",
    script: PRODUCT,
    headers: { "content-security-policy": "default-src 'none'; script-src 'self'" },
    shown: { backend: "typescript", product: [19, 22, 43, 50] },
  },
  {
    what: "an isolated page multiplies with several threads",
    script: THREADS,
    headers: ISOLATED,
    shown: { isolated: true, count: 3, same: true },
  },
  {
    what: "a page that is not isolated has one thread",
    script: THREADS,
    headers: {},
    shown: { isolated: false, count: 1, same: true },
  },
  {
    what: "an isolated page whose policy forbids Workers has one thread",
    script: THREADS,
    headers: { ...ISOLATED, "content-security-policy": NO_WORKERS },
    shown: { isolated: true, count: 1, same: true },
  },
];

for (const { what, script, headers, shown } of cases) {
  testInBrowser(what, async (browser) => {
    assertEquals(await runInPage(browser, script, headers), shown);
  });
}

testInBrowser("a page whose script throws fails with its error", async (browser) => {
  const run = () => runInPage(browser, `throw new Error("no product");`, {});
  await assertRejects(run, AssertionError, "no product");
});
