// Checks which texts are a point in time.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { normalizeTimestamp, timestampInUtc } from "../../scripts/result/timestamp.ts";
import { seeded } from "../helpers/draws.ts";

Deno.test("normalizeTimestamp() accepts several spellings of a time, and keeps one", async (t) => {
  const rows: [text: string, normal: string, utc: string][] = [
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00+02", "2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"],
    ["2026-01-31T12:00:00+0230", "2026-01-31T12:00:00+02:30", "2026-01-31T09:30:00.000Z"],
    ["2026-01-31T12:00:00-02:30", "2026-01-31T12:00:00-02:30", "2026-01-31T14:30:00.000Z"],
    ["2026-01-31T12:00:00-00", "2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31 12:00:00 +0200", "2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00Z", "2026-01-31T12:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00,5Z", "2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"],
    [
      "2026-01-31T12:00:00.123456789Z",
      "2026-01-31T12:00:00.123456789Z",
      "2026-01-31T12:00:00.123Z",
    ],
    ["2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00", "2025-12-31T23:00:00.000Z"],
    ["2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z"],
    ["2000-02-29T12:00:00Z", "2000-02-29T12:00:00Z", "2000-02-29T12:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59+23:59", "9999-12-31T23:59:59+23:59", "9999-12-31T00:00:59.000Z"],
  ];
  for (const [text, normal, utc] of rows) {
    await t.step(text, () => {
      assertEquals([normalizeTimestamp(text), timestampInUtc(text)], [normal, utc]);
    });
  }
});

Deno.test("a document with a malformed or nonexistent time is refused, naming the field", async (t) => {
  const form = "an ISO 8601 time such as 2026-01-31T12:00:00Z";
  const rows: [text: string, wanted: string][] = [
    ["", form],
    ["yesterday", form],
    ["2026-01-31", form],
    ["2026-01-31T12:00:00", form],
    ["2026-01-31T12Z", form],
    ["20260131T120000Z", form],
    ["2026-1-31T12:00:00Z", form],
    ["2026-W05-6T12:00:00Z", form],
    ["+002026-01-31T12:00:00Z", form],
    ["2026-01-31T12:00:00.Z", form],
    ["2026-01-31T12:00:00 Z", form],
    ["2026-01-31T12:00:00+2", form],
    ["2026-01-31T12:00:00+020", form],
    ["2026-01-31T12:00:00+02:00:00", form],
    ["2026-01-31T12:00:00Z ", form],
    ["2026-01-31T12:00:00Z\n", form],
    ["٢٠٢٦-01-31T12:00:00Z", form],
    ["2026-02-30T12:00:00Z", "a date and a time that exist"],
    ["2026-02-29T12:00:00Z", "a date and a time that exist"],
    ["1900-02-29T12:00:00Z", "a date and a time that exist"],
    ["2026-04-31T12:00:00Z", "a date and a time that exist"],
    ["2026-13-01T12:00:00Z", "a date and a time that exist"],
    ["2026-00-01T12:00:00Z", "a date and a time that exist"],
    ["2026-01-00T12:00:00Z", "a date and a time that exist"],
    ["2026-01-32T12:00:00Z", "a date and a time that exist"],
    ["2026-01-31T25:00:00Z", "a date and a time that exist"],
    ["2026-01-31T24:00:00Z", "a date and a time that exist"],
    ["2026-01-31T12:60:00Z", "a date and a time that exist"],
    ["2026-01-31T12:00:60Z", "a date and a time that exist"],
    ["2026-01-31T12:00:00+24:00", "a date and a time that exist"],
    ["2026-01-31T12:00:00+99", "a date and a time that exist"],
    ["2026-01-31T12:00:00+02:60", "a date and a time that exist"],
    ["9999-12-31T23:59:59-01:00", "a date and a time that exist"],
    ["0000-01-01T00:00:00+01:00", "a date and a time that exist"],
  ];
  for (const [text, wanted] of rows) {
    await t.step(JSON.stringify(text), () => {
      assertEquals([normalizeTimestamp(text), timestampInUtc(text)], [null, null]);
      const error = assertThrows(() => parse({ timestamp: text }), Failure);
      const found = JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, escapeUnit);
      assertEquals(
        error.message,
        `Cannot read a.json: timestamp must be ${wanted}, found ${found}`,
      );
      const shards = [{ timestamp: text, environment: {} }];
      assertThrows(() => parse({ shards }), Failure, `shards[0].timestamp must be ${wanted}`);
    });
  }
});

Deno.test("every accepted spelling names an instant, and reads back", () => {
  const random = seeded(11);
  const pick = <T>(...from: T[]) => from[Math.floor(random.uniform() * from.length)]!;
  const digits = (below: number, length = 2) =>
    String(Math.floor(random.uniform() * below)).padStart(length, "0");
  let taken = 0;
  for (let round = 0; round < 5000; round++) {
    const text = [
      digits(10_000, 4),
      "-",
      digits(14),
      "-",
      digits(33),
      pick("T", "T", " ", "t"),
      digits(25),
      ":",
      digits(61),
      pick("", `:${digits(61)}`),
    ].join("") + pick("", "", `.${digits(1e9, 9).slice(0, 1 + round % 9)}`) +
      pick(
        "Z",
        "z",
        "",
        pick("+", "-", " +") + digits(25) + pick("", digits(61), `:${digits(61)}`),
      );
    const utc = timestampInUtc(text);
    const normal = normalizeTimestamp(text);
    assertEquals(normal === null, utc === null, text);
    if (normal === null || utc === null) {
      assertThrows(() => parse({ timestamp: text }), Failure, "timestamp must be", text);
      continue;
    }
    taken++;
    assertEquals([normalizeTimestamp(normal), timestampInUtc(normal)], [normal, utc]);
    assertEquals(new Date(normal).toISOString(), utc);
    const day = Number(text.slice(8, 10));
    assertEquals(new Date(`${normal.slice(0, 10)}T12:00Z`).getUTCDate(), day, text);
    const document = parse({ timestamp: text });
    assertEquals(document.timestamp, normal);
    assertEquals(parseResultDocument(stringifyResultDocument(document), "b.json"), document);
  }
  assert(taken > 1000 && taken < 4000, `${taken} of 5000 were taken`);
});

function parse(fields: Record<string, unknown>) {
  return parseResultDocument(
    JSON.stringify({
      version: "1.0",
      timestamp: "2026-01-31T12:00:00Z",
      environment: {},
      benchmarks: [],
      ...fields,
    }),
    "a.json",
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
