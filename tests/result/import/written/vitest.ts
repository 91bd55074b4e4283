/** Random reports of vitest 1 to 5. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures, fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const ROOT = "/home/user/texts";

/** vitest joins suites by ` > `, so a name that contains it is ambiguous. */
const suite = anyText.map((name) => name.replaceAll(">", "-").trim() || "-");
const benchmark = fc.record({
  name: anyText,
  mean: fc.option(figures(1e-6), { freq: 5 }),
});
const benchmarks = fc.uniqueArray(benchmark, {
  minLength: 1,
  maxLength: 4,
  selector: ({ name }) => name,
});

interface Group {
  readonly suites: readonly string[];
  readonly benchmarks: readonly { readonly name: string; readonly mean: number | null }[];
}

const group: fc.Arbitrary<Group> = fc.record({
  suites: fc.array(suite, { maxLength: 3 }),
  benchmarks,
});

interface BenchFile {
  readonly path: string;
  readonly groups: readonly Group[];
}

const benchFile: fc.Arbitrary<BenchFile> = fc.record({
  path: fc.tuple(fileName, fileName).map(([folder, file]) => `${folder}/${file}.bench.ts`),
  groups: fc.uniqueArray(group, {
    minLength: 1,
    maxLength: 3,
    selector: ({ suites }) => suites.join(" > "),
  }),
});

const benchFiles = fc.uniqueArray(benchFile, {
  minLength: 1,
  maxLength: 3,
  selector: ({ path }) => path,
}).filter((files) =>
  files.some(({ groups }) =>
    groups.some(({ benchmarks }) => benchmarks.some(({ mean }) => mean !== null))
  )
);

function statistics(mean: number) {
  return { min: mean / 2, max: mean * 2, mean, sd: mean / 9, p75: mean, p99: mean, p999: mean };
}

function readFrom(files: readonly BenchFile[]): WrittenBenchmark[] {
  return files.flatMap(({ path, groups }) =>
    groups.flatMap(({ suites, benchmarks }) =>
      benchmarks.map(({ name, mean }) => ({
        file: `${ROOT}/${path}`,
        group: suites.length === 0 ? null : suites.join(" > "),
        name,
        duration_ms: mean,
      }))
    )
  );
}

/** Versions 1 to 4: a failed benchmark has only a name. */
const benchReport = benchFiles.map((files): WrittenFile => {
  const report = {
    files: files.map(({ path, groups }) => ({
      filepath: `${ROOT}/${path}`,
      groups: groups.map(({ suites, benchmarks }) => ({
        fullName: [path, ...suites].join(" > "),
        benchmarks: benchmarks.map(({ name, mean }, index) => {
          const head = { id: `1_${index}`, name, rank: index + 1, rme: 0, samples: [] };
          return mean === null
            ? head
            : { ...head, ...statistics(mean), sampleCount: 9, median: mean };
        }),
      })),
    })),
  };
  return { text: JSON.stringify(report, null, 2), benchmarks: readFrom(files) };
});

/** Version 5: benchmarks are in tests, and the test fails rather than the benchmark. */
const testReport = benchFiles.map((files): WrittenFile => {
  const measured: WrittenBenchmark[] = [];
  const testResults = files.map(({ path, groups }) => {
    const file = `${ROOT}/${path}`;
    const assertionResults = groups.map(({ suites, benchmarks }) => {
      const titles = suites.length === 0 ? ["test"] : suites;
      const group = titles.join(" > ");
      const tasks = benchmarks.flatMap(({ name, mean }) => {
        if (mean === null) return [];
        measured.push({ file, group, name, duration_ms: mean });
        const latency = { ...statistics(mean), p50: mean, samplesCount: 9 };
        return [{ name, latency, throughput: {}, period: mean, totalTime: 9 * mean, rank: 1 }];
      });
      const isFailed = tasks.length === 0;
      const [ancestorTitles, title] = [titles.slice(0, -1), titles.at(-1)!];
      if (isFailed) {
        const group = ancestorTitles.length === 0 ? null : ancestorTitles.join(" > ");
        measured.push({ file, group, name: title, duration_ms: null });
      }
      return {
        ancestorTitles,
        fullName: titles.join(" "),
        status: isFailed ? "failed" : "passed",
        title,
        duration: 12.5,
        failureMessages: isFailed ? ["Error: planted\n    at a.ts:1:1"] : [],
        meta: {},
        tags: [],
        benchmarks: isFailed ? [] : [{ name: group, tasks }],
      };
    });
    return {
      assertionResults,
      startTime: 1e12,
      endTime: 1e12,
      status: "passed",
      message: "",
      name: file,
    };
  });
  const report = {
    numTotalTests: 1,
    snapshot: {},
    startTime: 1_790_000_000_000,
    success: true,
    testResults,
  };
  return { text: JSON.stringify(report), benchmarks: measured };
});

const files = fc.oneof(benchReport, testReport);

export const written: WrittenFormat = { format: "vitest", files, source: "bench.json" };
