import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { type Course, Suite } from "../../scripts/verdict/company.ts";
import { seeded } from "../helpers/draws.ts";

/**
 * Returns the results of a suite with a noise per benchmark; some change by a factor at place 30.
 */
function suiteOf(factors: readonly number[], noise = 0.01, results = 35, seed = 1): Suite {
  const random = seeded(seed);
  return new Suite(factors.map((factor): Course => ({
    places: Float64Array.from({ length: results }, (_, place) => place),
    values: Float64Array.from(
      { length: results },
      (_, place) => (place < 30 ? 0 : Math.log(factor)) + noise * random.normal(),
    ),
    start: 0,
  })));
}

function times(count: number, factor: number): number[] {
  return Array<number>(count).fill(factor);
}

function causeOf(factors: readonly number[]): string {
  const move = { at: 30, by: 34, change: factors[0]! - 1 };
  return suiteOf(factors).companyOf(0, move).cause;
}

Deno.test("a move of most of a suite comes from the machine, and has a range", () => {
  const factors = [1.1, ...times(11, 1.08), ...times(12, 1.12), ...times(6, 1)];
  const company = suiteOf(factors).companyOf(0, { at: 30, by: 34, change: 0.1 });
  assertEquals([company.of, company.rose, company.fell, company.cause], [30, 24, 0, "machine"]);
  assertAlmostEquals(company.range.lower, 0.08, 0.02);
  assertAlmostEquals(company.range.upper, 0.12, 0.02);
});

Deno.test("moves in both directions after an update of a toolchain come from it, too", () => {
  const company = suiteOf([1.2, ...times(4, 0.8), ...times(3, 1)])
    .companyOf(0, { at: 30, by: 34, change: 0.2 });
  assertEquals([company.rose, company.fell, company.cause], [1, 4, "machine"]);
  assertEquals(company.range.lower, company.range.upper);
});

Deno.test("a move of one benchmark, or of few among many, comes from the code", () => {
  assertEquals(causeOf([1.3, ...times(29, 1)]), "code");
  assertEquals(causeOf([...times(4, 1.3), ...times(4, 1)]), "code");
  assertEquals(causeOf([...times(5, 1.3), ...times(16, 1)]), "code");
  assertEquals(causeOf([1.3]), "code");
});

Deno.test("a move of a quarter of many, or of nearly all of few, may come from either", () => {
  assertEquals(causeOf([...times(10, 1.1), ...times(20, 1)]), "unknown");
  assertEquals(causeOf(times(2, 1.1)), "unknown");
  assertEquals(causeOf([...times(3, 1.1), 1]), "unknown");
  assertEquals(causeOf([...times(4, 1.1), 1]), "unknown");
  assertEquals(causeOf([...times(3, 1.1), ...times(2, 1)]), "code");
  assertEquals(causeOf([1.1, 1.1, 1]), "code");
  assertEquals(causeOf([1.1, 0.9]), "code");
});

Deno.test("a move of a quarter of many in both directions comes from the machine", () => {
  assertEquals(causeOf([...times(3, 1.1), ...times(3, 0.9), ...times(14, 1)]), "machine");
  assertEquals(causeOf([...times(5, 1.1), ...times(1, 0.9), ...times(14, 1)]), "unknown");
  assertEquals(causeOf([...times(2, 1.1), ...times(2, 0.9), ...times(14, 1)]), "code");
});

Deno.test("a benchmark that moved by 1 % does not count as company, however little noise there is", () => {
  const suite = suiteOf([1.3, ...times(19, 1.01)], 0.0005);
  assertEquals(suite.companyOf(0, { at: 30, by: 34, change: 0.3 }).rose, 1);
});

Deno.test("benchmarks with too few results on one side do not count as company", () => {
  const course = (...places: number[]): Course => ({
    places: Float64Array.from(places),
    values: Float64Array.from(places, (place) => place < 3 ? 0 : 1),
    start: 0,
  });
  const suite = new Suite([course(0, 1, 2, 3, 4, 5, 6), course(2, 3, 4, 5, 6), course(0, 1, 2, 3)]);
  assertEquals(suite.companyOf(0, { at: 3, by: 6, change: 1.7 }).of, 1);
});

Deno.test("results after a verdict do not count for it", () => {
  const courses = [0, 4, 4, 4, 4].map((delay): Course => ({
    places: Float64Array.from({ length: 40 }, (_, place) => place),
    values: Float64Array.from({ length: 40 }, (_, place) => place < 30 + delay ? 0 : 0.2),
    start: 0,
  }));
  const suite = new Suite(courses);
  const change = Math.expm1(0.2);
  assertEquals(suite.companyOf(0, { at: 30, by: 33, change }).cause, "code");
  assertEquals(suite.companyOf(0, { at: 30, by: 39, change }).cause, "machine");
});

Deno.test("the latest results show how far a slow move has come", () => {
  const courses = Array.from({ length: 2 }, (): Course => ({
    places: Float64Array.from({ length: 100 }, (_, place) => place),
    values: Float64Array.from({ length: 100 }, (_, place) => 0.01 * Math.max(0, place - 30)),
    start: 0,
  }));
  const { range } = new Suite(courses).companyOf(0, { at: 30, by: 99, change: 0.9 });
  assertAlmostEquals(range.lower, Math.expm1(0.595));
});

Deno.test("noise rarely makes benchmarks company of a change", () => {
  let wrong = 0;
  const suites = 300;
  for (let seed = 1; seed <= suites; seed++) {
    const suite = suiteOf([1.3, ...times(19, 1)], 0.05, 33, seed);
    if (suite.companyOf(0, { at: 30, by: 32, change: 0.3 }).cause !== "code") wrong++;
  }
  assertLess(wrong / suites, 0.02);
});
