import { assertEquals } from "@std/assert";

const permission = await Deno.permissions.query({ name: "run", command: "deno" });

const programs = [
  { what: "threads that were not stopped", end: "" },
  { what: "threads that were stopped", end: "threads.stop();" },
  { what: "a scope that ended", end: "threads[Symbol.dispose]();" },
];

for (const { what, end } of programs) {
  Deno.test({
    name: `a process ends by itself, without permissions, after ${what}`,
    ignore: permission.state !== "granted",
    async fn() {
      const kernels = new URL("../../kernels/mod.ts", import.meta.url).href;
      const program = `
        import { matmul, startKernelThreads } from ${JSON.stringify(kernels)};
        const threads = await startKernelThreads(2);
        const n = 300, a = new Float32Array(n * n).fill(1), out = new Float32Array(n * n);
        console.log(matmul(a, a, out, { m: n, k: n, n })[0], threads.count);
        ${end}`;
      const url = "data:application/typescript," + encodeURIComponent(program);
      const { code, stdout, stderr } = await new Deno.Command("deno", {
        args: ["run", "--no-prompt", "--no-lock", "--no-config", url],
        signal: AbortSignal.timeout(30_000),
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
      assertEquals({ code, printed: text(stdout) }, { code: 0, printed: "300 2" }, text(stderr));
    },
  });
}
