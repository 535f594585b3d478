import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnalysisRecordOf } from "../../src/collect/analyses/record.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { project, table, take } from "./project.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
const AT = "2026-09-10T04:00:00Z";
const AUGUST = "2026-08-02T04:00:00Z";
type Row = {
  at: string;
  a: number | null;
  b: number | null;
  c: number | null;
  yes: boolean | null;
  grp: string | null;
};
const row = (
  a: number | null,
  b: number | null,
  c: number | null,
  yes: boolean | null,
  grp: string | null = "new",
) => ({
  at: AT,
  a,
  b,
  c,
  yes,
  grp,
});
const ROWS: readonly Row[] = [
  row(1, 2, 1, false),
  row(2, 2, 3, false),
  row(3, 3, 2, true),
  row(4, 5, 4, true),
  row(5, 4, 5, true, "old"),
  row(5, 5, 4, true, "old"),
  row(2, null, 3, false, "old"),
  row(null, 1, 1, null, null),
  { ...row(5, 1, 5, true), at: AUGUST },
];
const TEXTS = ["slow", "slow and rude", "not slow", "  slow  ", "", null];

beforeAll(async () => {
  database = await openTestDatabase();
  const columns = { at: "timestamptz", a: "int", b: "int", c: "int", yes: "boolean", grp: "text" };
  await table(database.warehouse, "items", columns, ROWS);
  await table(database.warehouse, "sent", { at: "timestamptz", grp: "text", answered_at: "timestamptz" }, [
    ...[AT, AT, null].map((answered_at) => ({ at: AT, grp: "old", answered_at })),
    ...[AT, null, null, null].map((answered_at) => ({ at: AT, grp: "new", answered_at })),
    { at: AT, grp: null, answered_at: null },
    // Sent in August, answered in September: August's.
    { at: AUGUST, grp: "new", answered_at: AT },
  ]);
  await table(database.warehouse, "texts", { at: "timestamptz", text: "text" }, [
    ...TEXTS.map((text) => ({ at: AT, text })),
    { at: AUGUST, text: "rude" },
  ]);
});
afterAll(() => database.close());

const indicators = {
  a: { kind: "mean", value: "a", unit: "score" },
  b: { kind: "mean", value: "b", unit: "score" },
  c: { kind: "mean", value: "c", unit: "score", direction: "lower_is_better" },
  yes: { kind: "ratio", numerator: "yes", unit: "percent" },
  top: { kind: "top_box", value: "b", at_least: 4, unit: "percent" },
  some: { kind: "mean", value: "a", where: "grp = 'new'", unit: "score" },
};
const analysed = async (analysis: object, scope = {}) => {
  const config = project({
    dataset: { dimensions: { grp: { name: "Group" } } },
    indicators,
    report: { analyses: [{ title: "T", dataset: "items", ...analysis }] },
  });
  const snapshot = await take(database.warehouse, config, "2026-09", { scope });
  return { snapshot, record: snapshot.analyses[0] };
};

const covariance = (x: readonly number[], y: readonly number[]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0) / (x.length - 1);
};

describe("items of a scale", () => {
  const scales = [
    { id: "ab", name: "AB", items: ["a", "b"] },
    { id: "mixed", name: "Mixed", items: ["a", "c", "yes"], standardised: true },
  ];

  it("are measured together over the complete answers of the period, one statement for all scales", async () => {
    const { record, snapshot } = await analysed({ kind: "reliability", id: "r", scales });
    const found = record as AnalysisRecordOf<"reliability">;
    const now = ROWS.filter(({ at }) => at === AT);
    const both = now.filter(({ a, b }) => a !== null && b !== null);
    const mixed = now.filter(({ a, c, yes }) => a !== null && c !== null && yes !== null);
    expect(found.answers).toBe(8);
    expect(found.scales.map(({ complete }) => complete)).toEqual([both.length, mixed.length]);
    const of = (rows: readonly Row[], item: "a" | "b" | "c" | "yes") =>
      rows.map((one) => (item === "c" ? -(one.c ?? 0) : Number(one[item])));
    for (const [scale, rows, items] of [
      [found.scales[0], both, ["a", "b"] as const],
      [found.scales[1], mixed, ["a", "c", "yes"] as const],
    ] as const) {
      for (const [i, x] of items.entries()) {
        for (const [j, y] of items.entries()) {
          expect(scale?.covariances[i]?.[j]).toBeCloseTo(covariance(of(rows, x), of(rows, y)), 12);
        }
      }
    }
    expect(snapshot.queries.filter(({ id }) => id === "items/r")).toHaveLength(1);
  });

  it("keep to the scope; with one complete answer there is no covariance, with none nothing", async () => {
    const old = await analysed({ kind: "reliability", id: "r", scales }, { grp: "old" });
    expect((old.record as AnalysisRecordOf<"reliability">).scales[0]?.complete).toBe(2);
    const one = await analysed({
      kind: "reliability",
      id: "r",
      scales: [{ id: "s", name: "S", items: ["b", "some"] }],
    });
    expect((one.record as AnalysisRecordOf<"reliability">).scales[0]?.complete).toBe(4);
    const none = await analysed(
      { kind: "reliability", id: "r", scales: [{ id: "s", name: "S", items: ["b", "some"] }] },
      { grp: "old" },
    );
    expect((none.record as AnalysisRecordOf<"reliability">).scales[0]).toMatchObject({
      complete: 0,
      covariances: [
        [0, 0],
        [0, 0],
      ],
    });
  });
});

describe("importance", () => {
  it("pairs each item with the outcome over the answers that have both", async () => {
    const { record } = await analysed({
      kind: "importance",
      id: "i",
      outcome: "a",
      items: ["b", "yes"],
      rating_scale: [1, 5],
    });
    const found = record as AnalysisRecordOf<"importance">;
    const pairs = ROWS.filter(({ at, a, b }) => at === AT && a !== null && b !== null);
    const [x, y] = [pairs.map(({ b }) => b ?? 0), pairs.map(({ a }) => a ?? 0)];
    expect(found.items[0]).toMatchObject({ indicator: "b", n: 6 });
    expect(found.items[0]?.xy).toBeCloseTo(covariance(x, y) * 5, 12);
    expect(found.items[0]?.xx).toBeCloseTo(covariance(x, x) * 5, 12);
    expect(found.items[1]).toMatchObject({ indicator: "yes", n: 7 });
  });

  it("of ranks gives ties the mean of their ranks, and a top box is its rating", async () => {
    const { record } = await analysed({
      kind: "importance",
      id: "i",
      outcome: "a",
      items: ["b", "top"],
      method: "spearman",
    });
    const [item, top] = (record as AnalysisRecordOf<"importance">).items;
    // a: 1 2 3 4 5 5 → 1 2 3 4 5.5 5.5; b: 2 2 3 5 4 5 → 1.5 1.5 3 5.5 4 5.5
    const a = [1, 2, 3, 4, 5.5, 5.5];
    const b = [1.5, 1.5, 3, 5.5, 4, 5.5];
    expect(item?.n).toBe(6);
    expect(item?.xy).toBeCloseTo(covariance(b, a) * 5, 12);
    expect(item?.yy).toBeCloseTo(covariance(a, a) * 5, 12);
    expect(top).toMatchObject({ n: 6, xy: item?.xy });
  });
});

describe("invitations", () => {
  it("of the period are counted by group, answered or not", async () => {
    const config = project({
      dataset: { dimensions: { grp: { name: "Group" } } },
      indicators: { a: indicators.a },
      report: {
        survey: {
          dataset: "items",
          customer: "a",
          population: "items",
          population_customer: "a",
          group: "grp",
          invitations: { dataset: "sent", answered: "answered_at is not null" },
        },
      },
      sections: {
        datasets: {
          sent: {
            name: "sent",
            source: { table: "sent" },
            time: { column: "at" },
            dimensions: { grp: { name: "Group" } },
          },
        },
      },
    });
    const { survey } = await take(database.warehouse, config, "2026-09");
    expect(survey?.invitations).toEqual({
      query: "sent/response",
      groups: [
        { group: "(none)", invited: 1, answered: 0 },
        { group: "new", invited: 4, answered: 1 },
        { group: "old", invited: 3, answered: 2 },
      ],
    });
    const scoped = await take(database.warehouse, config, "2026-09", { scope: { grp: "old" } });
    expect(scoped.survey?.invitations?.groups).toEqual([{ group: "old", invited: 3, answered: 2 }]);
  });
});

describe("open answers", () => {
  it("are classified when they are collected: the snapshot holds counts, quotes and what classified them", async () => {
    const config = project({
      indicators: { a: indicators.a },
      report: { feedback: { dataset: "texts", dictionary: "words", text: "text", quotes: 2 } },
      sections: {
        datasets: { texts: { name: "texts", source: { table: "texts" }, time: { column: "at" } } },
        dictionaries: {
          words: {
            name: "Words",
            themes: {
              slow: { name: "Slow", words: { en: ["slow"] } },
              rude: { name: "Rude", words: { en: ["rude"] } },
            },
            negations: { en: ["not"] },
          },
        },
      },
    });
    const { feedback } = await take(database.warehouse, config, "2026-09");
    expect(feedback?.query).toBe("texts/open-answers");
    expect(feedback?.counts).toEqual([
      { period: "2026-08", theme: "rude", n: 1 },
      { period: "2026-09", theme: "slow", n: 3 },
      { period: "2026-09", theme: "rude", n: 1 },
    ]);
    expect(feedback?.dictionary).toMatchObject({
      id: "words",
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      answers: [
        { period: "2026-08", total: 1, classified: 1, denied: 0 },
        { period: "2026-09", total: 4, classified: 3, denied: 1 },
      ],
    });
    expect(feedback?.quotes).toEqual([{ theme: "slow", text: "slow and rude" }]);
    expect(JSON.stringify(feedback)).not.toContain("not slow");
  });
});
