/** Documents of this project's own forms, of any content that their schemas allow. @module */
import { fc } from "../../scripts/deps/fast_check.ts";
import { identityKey } from "../../scripts/result/identity.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { anyText } from "./texts.ts";

/** What the schema calls a duration. */
const duration = fc.oneof(
  fc.double({ min: 1e-12, max: 86_400_000, noNaN: true }),
  fc.constantFrom(1e-12, 1e-6, 1, 1.05, 2, 86_400_000),
);
const spread = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 86_400_000, noNaN: true }));
const amount = fc.oneof(
  fc.constant(null),
  fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
  fc.constantFrom(1, 1000, 1e21),
);
const maybeText = fc.option(anyText);
const count = fc.oneof(fc.constantFrom(null, 0, 1, 2 ** 53), fc.nat());

const timestamp = fc.oneof(
  fc.constantFrom("2026-01-31T12:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"),
  fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString()),
);

const failures = fc.array(
  fc.record({ round: fc.constantFrom(null, 0, 1, 7), message: anyText }),
  { maxLength: 2 },
);

const round = fc.record(
  {
    duration_ms: duration,
    min_ms: spread,
    max_ms: spread,
    p75_ms: spread,
    p99_ms: spread,
    iterations: count,
    batched: fc.constantFrom(null, true, false),
  },
  { requiredKeys: ["duration_ms"] },
);

const work = fc.option(
  fc.record({ operations: amount, unit: maybeText, bytes: amount, flops: amount }),
);

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, 5, -1, 5e-324, Number.MAX_VALUE),
);

/** Few names and units, so that two documents have some in common. */
const metrics = fc.uniqueArray(
  fc.record({
    name: fc.oneof(fc.constantFrom("instructions", "B/op", "latency", "memory", ""), anyText),
    unit: fc.oneof(fc.constantFrom("", "B", "MB/s"), anyText),
    value,
    better: fc.constantFrom(null, "lower", "higher"),
    exact: fc.boolean(),
    rounds: fc.array(value, { maxLength: 4 }),
  }, { requiredKeys: ["name", "value"] }),
  { selector: ({ name }) => name, maxLength: 4 },
);

/** What is measured of one benchmark. */
const figures = fc.record(
  {
    duration_ms: fc.oneof({ weight: 5, arbitrary: duration }, {
      arbitrary: fc.constant(null),
      weight: 1,
    }),
    line: fc.constantFrom(null, 1, 2 ** 53 - 1),
    description: maybeText,
    baseline: fc.boolean(),
    min_ms: spread,
    max_ms: spread,
    median_ms: spread,
    std_dev_ms: spread,
    p75_ms: spread,
    p99_ms: spread,
    throughput: amount,
    throughput_unit: anyText,
    memory_mb: fc.oneof(fc.constantFrom(null, 0), fc.double({ min: 0, noNaN: true, max: 1e300 })),
    iterations: count,
    work,
    rounds: fc.oneof(fc.array(round, { maxLength: 3 }), fc.array(round, { maxLength: 12 })),
    failures,
    short_name: maybeText,
    metrics,
  },
  { requiredKeys: ["duration_ms"] },
).map((one) =>
  one.duration_ms !== null ? one : {
    ...one,
    rounds: [],
    failures: [
      ...one.failures ?? [],
      ...((one.metrics ?? []).length > 0 ? [] : [{ round: null, message: "no" }]),
    ],
  }
);

const environment = fc.oneof(
  fc.constant(ENVIRONMENT),
  fc.record({
    os: maybeText,
    cpu: maybeText,
    arch: maybeText,
    cpu_cores: count,
    memory_total_mb: amount,
    runtime: maybeText,
    deno_version: maybeText,
    v8_version: maybeText,
    v8_flags: fc.option(fc.array(anyText, { maxLength: 3 })),
    git_commit: maybeText,
    git_dirty: fc.constantFrom(null, true, false),
    ci: fc.option(fc.record({ provider: anyText, run: maybeText, ref: maybeText })),
  }, { requiredKeys: [] }),
);

const shard = fc.constantFrom(null, { index: 1, total: 2 }, { index: 2, total: 2 });

/** A document without its benchmarks. */
const frame = fc.record(
  {
    generator: maybeText,
    timestamp,
    environment,
    partial: fc.boolean(),
    shard,
    shards: fc.array(fc.record({ shard, timestamp, environment }), { maxLength: 2 }),
    warnings: fc.array(anyText, { maxLength: 3 }),
    metadata: fc.dictionary(anyText, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 }),
  },
  { requiredKeys: ["timestamp", "environment"] },
);

const identity = fc.record({ file: maybeText, group: maybeText, name: anyText });
/** Few texts, so that many identities are written alike. */
const alike = fc.constantFrom(null, "", "a", "b", "a/b", "a:b", "%2F", "a%2Fb");
const identityAlike = fc.record({
  file: alike,
  group: alike,
  name: alike.map((text) => text ?? "/"),
});

const identities = fc.oneof(
  fc.uniqueArray(identity, { selector: identityKey, maxLength: 6 }),
  fc.uniqueArray(identityAlike, { selector: identityKey, maxLength: 12 }),
);

/** The value of a result document. */
export const resultValue: fc.Arbitrary<Record<string, unknown>> = fc.tuple(
  frame,
  identities,
  fc.array(figures, { minLength: 12, maxLength: 12 }),
).map(([frame, identities, figures]) => ({
  version: "1.4",
  ...frame,
  benchmarks: identities.map((identity, index) => ({ ...identity, ...figures[index] })),
}));

/** The values of two result documents that have benchmarks in common. */
export const twoResultValues: fc.Arbitrary<readonly [unknown, unknown]> = fc.tuple(
  fc.tuple(frame, frame),
  identities,
  fc.array(fc.tuple(fc.option(figures), fc.option(figures)), { minLength: 12, maxLength: 12 }),
).map(([frames, identities, figures]) => {
  const side = (side: 0 | 1) => ({
    version: "1.4",
    ...frames[side],
    benchmarks: identities.flatMap((identity, index) => {
      const own = figures[index]![side];
      return own === null ? [] : [{ ...identity, ...own }];
    }),
  });
  return [side(0), side(1)];
});
