import { describe, expect, it } from "vitest";
import type { Measurement } from "../../src/collect/snapshot.ts";
import type { Model } from "../../src/compose/model.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { CASES, type Case, changed, eachIndicator, LOCALES, modelOf, section } from "./variants.ts";

const caseOf = (name: string): Case => {
  const make = CASES[name];
  if (make === undefined) throw new Error(`no case ${name}`);
  return make();
};

/** The fixture with an indicator's course replaced; every value is of `n` rows. */
function withCourse(indicator: string, values: readonly number[], n = 3000): Case {
  const { snapshot, config } = afterSalesFixture();
  const kept = snapshot.measurements.filter((row) => row.indicator !== indicator);
  const mean = config.indicators[indicator]?.kind === "mean";
  const measurements = values.map((value, index): Measurement => {
    const period = snapshot.history.at(index - values.length)?.id ?? "";
    const base = { indicator, period, cut: {}, value, n, missing: 0 };
    return mean
      ? { ...base, sum: value * n, sumSquares: n * (value * value + 0.25) }
      : { ...base, numerator: Math.round(value * n) };
  });
  return { config, snapshot: { ...snapshot, measurements: [...kept, ...measurements] } };
}

const weakness = (model: Model, label: string) =>
  section(model, "summary").weaknesses.find((entry) => entry.label === label)?.text.text ?? "";
const trend = (model: Model, indicator: string) =>
  section(model, "trends").charts.find((chart) => chart.anchor === `trend-${indicator}`)?.text.text ?? "";

describe("where lower is better", () => {
  const steady = [1.2, 1.25, 1.18, 1.22, 1.21, 1.19, 1.23, 1.2, 1.24, 1.18, 1.22, 1.2];

  it("a rise is never called an improvement", async () => {
    const risen = await modelOf(withCourse("first_response_time", [...steady, 1.7]), "en");
    const text = `${weakness(risen, "First response time")} ${trend(risen, "first_response_time")}`;
    expect(text).toMatch(/0\.20\sh above|exceeded by 0\.20\sh/);
    expect(text).toMatch(/up 0\.50\sh|0\.50\sh up/i);
    expect(text).toContain("for the worse");
    expect(text).not.toMatch(/better|improv/);
    const row = section(risen, "scorecard").groups[0]?.rows[0];
    expect(row?.variation).toEqual({ shape: "up", tone: "concern", text: "Concern" });
  });

  it("a fall is an improvement and points down in green", async () => {
    const fallen = await modelOf(withCourse("first_response_time", [...steady.map((value) => value + 1), 0.9]), "en");
    expect(trend(fallen, "first_response_time")).toContain("for the better");
    const row = section(fallen, "scorecard").groups[0]?.rows[0];
    expect(row?.variation).toEqual({ shape: "down", tone: "good", text: "Improvement" });
  });

  it("in Chinese as well", async () => {
    const risen = await modelOf(withCourse("first_response_time", [...steady, 1.7]), "zh-CN");
    const text = `${weakness(risen, "首次响应时长")} ${trend(risen, "first_response_time")}`;
    expect(text).toMatch(/高于目标值|高出|超出目标值/);
    expect(text).toMatch(/转差|变差/);
    expect(text).not.toMatch(/改善|好转|向好/);
  });
});

describe("without evidence no change is claimed", () => {
  const course = [0.8, 0.805, 0.798, 0.803, 0.801, 0.797, 0.804, 0.8, 0.802, 0.799, 0.803, 0.8, 0.804];

  it("the sentence says so", async () => {
    const [en, zh] = await Promise.all(
      LOCALES.map((locale) => modelOf(withCourse("resolution_rate", course, 400), locale)),
    );
    if (en === undefined || zh === undefined) throw new Error("two languages");
    expect(trend(en, "resolution_rate")).toMatch(
      /No evidence of change on September|difference from September is within chance|no clear change on September/,
    );
    expect(trend(zh, "resolution_rate")).toMatch(/与9月相比无明显变化|与9月的差异属正常波动|较9月变动不明显/);
    expect(trend(en, "resolution_rate")).not.toMatch(/ up | down |better|worse/);
  });

  it("a large sample with the same difference has it", async () => {
    const jump = await modelOf(withCourse("resolution_rate", [...course.slice(0, -1), 0.86], 20_000), "en");
    expect(trend(jump, "resolution_rate")).toMatch(/up 6\.0\spts|6\.0\spts up/i);
  });
});

describe("the headline", () => {
  const headline = async (name: string, locale: string) =>
    section(await modelOf(caseOf(name), locale), "summary").heading;

  it("names movement, cause and strength, and what they rest on", async () => {
    const sentence = await headline("month", "en");
    expect(sentence.text).toBe(
      "The score fell to 66 as the resolution rate worsened, held back by complex tickets; the call answer rate is the main strength",
    );
    expect(sentence.figures).toEqual(["score@2026-10"]);
    expect(sentence.basis).toEqual(
      expect.arrayContaining([
        "score@2026-10#change_previous",
        "resolution_rate@2026-10#variance_previous",
        "call_answer_rate@2026-10",
      ]),
    );
  });

  it.each([
    [
      "first period",
      "en",
      "The score is 66, with complex tickets holding back the resolution rate; the call answer rate is the main strength",
    ],
    ["nothing measured", "en", "No indicator could be measured for October 2026"],
    ["nothing measured", "zh-CN", "2026年10月各项指标均无法统计"],
    [
      "no targets, bands or baselines",
      "en",
      "The first response time stands at 1.83 h and the resolution rate at 74.8%, with no targets to judge them by; the resolution rate is worse than in September",
    ],
  ])("%s, %s", async (name, locale, text) => {
    expect((await headline(name, locale)).text.replaceAll("\u00a0", " ")).toBe(text);
  });

  it("blames an indicator for a fallen score only when it earns fewer points itself", async () => {
    const because = async (before: number) => {
      const worse = withCourse("resolution_rate", [0.74, 0.742, 0.738, 0.741, 0.739, 0.74, before, 0.7]);
      const fallen = withCourse("call_answer_rate", [0.98, 0.981, 0.979, 0.98, 0.982, 0.98, 0.98, 0.91]).snapshot;
      const measurements = [
        ...worse.snapshot.measurements.filter((row) => row.indicator !== "call_answer_rate"),
        ...fallen.measurements.filter((row) => row.indicator === "call_answer_rate"),
      ];
      const model = await modelOf({ ...worse, snapshot: { ...worse.snapshot, measurements } }, "en");
      return section(model, "summary").heading.text;
    };
    expect(await because(0.76)).toMatch(/^The score fell to [\d.]+ as the resolution rate worsened/);
    expect(await because(0.74)).toMatch(/^The score fell to [\d.]+, with the resolution rate missing its target/);
  });

  it("of a withheld score says so and gives no number for it", async () => {
    const model = await modelOf(caseOf("score withheld"), "en");
    const summary = section(model, "summary");
    expect(summary.heading.text).toContain("There is no overall score this time");
    expect(summary.score.cell).toMatchObject({ text: "–", note: expect.any(String) });
    expect(summary.scoreChart === null || model.charts[summary.scoreChart]?.kind === "line").toBe(true);
    expect(Object.keys(model.charts)).not.toContain("waterfall");
  });
});

describe("titles count", () => {
  const title = async (given: Case, locale: string) => section(await modelOf(given, locale), "scorecard").heading.text;
  const withTarget = (wanted: readonly string[]): Case =>
    changed(afterSalesFixture(), {
      rules: (rules) => ({
        ...rules,
        dimensions: Object.fromEntries(
          Object.entries(rules.dimensions).map(([id, dimension]) => [
            id,
            {
              ...dimension,
              indicators: Object.fromEntries(
                Object.entries(dimension.indicators).map(([name, { target, ...scored }]) => [
                  name,
                  wanted.includes(name) ? { ...scored, target } : scored,
                ]),
              ),
            },
          ]),
        ),
      }),
    });

  it.each([
    [["call_answer_rate", "resolution_rate"], "One of two indicators meets its target", "2项指标中1项达到目标值"],
    [["call_answer_rate"], "The one indicator with a target meets it", "唯一设有目标值的指标已达标"],
    [["resolution_rate"], "The one indicator with a target misses it", "唯一设有目标值的指标未达标"],
    [["resolution_rate", "first_response_time"], "None of two indicators meets its target", "2项指标均未达到目标值"],
    [["call_answer_rate", "customer_satisfaction"], "All two indicators meet their target", "2项指标全部达到目标值"],
  ])("%s", async (targets, en, zh) => {
    expect(await title(withTarget(targets), "en")).toBe(en);
    expect(await title(withTarget(targets), "zh-CN")).toBe(zh);
  });
});

describe("points add up as printed", () => {
  it.each(["month", "quarter", "linear scoring", "an indicator without data"])("%s", async (name) => {
    const model = await modelOf(caseOf(name), "en");
    const card = section(model, "scorecard");
    const number = (text: string) => (text === "–" ? 0 : Number(text));
    const sum = (texts: readonly string[]) => texts.map(number).reduce((total, value) => total + value, 0);
    for (const group of card.groups) {
      expect(sum(group.rows.map((row) => row.points.text))).toBeCloseTo(number(group.points.text), 6);
      expect(sum(group.rows.map((row) => row.weight.text))).toBeCloseTo(number(group.weight.text), 6);
    }
    expect(sum(card.groups.map((group) => group.points.text))).toBeCloseTo(number(card.total.points.text), 6);
    expect(sum(card.groups.map((group) => group.weight.text))).toBeCloseTo(100, 6);
    const chart = model.charts.waterfall;
    if (chart?.kind !== "waterfall") throw new Error("no waterfall");
    const steps = chart.steps.reduce((total, step) => total + step.value, 0);
    expect(chart.start.value + steps).toBeCloseTo(chart.end.value, 6);
    expect(chart.end.text).toBe(card.total.points.text);
    for (const step of chart.steps) expect(Number(step.text.replace("−", "-"))).toBeCloseTo(step.value, 6);
  });

  it("contributions add up to the gap, line by line and in all", async () => {
    const model = await modelOf(caseOf("month"), "en");
    for (const item of section(model, "shortfalls").items.filter(({ table }) => table?.id.startsWith("contribution"))) {
      const chart = model.charts[item.charts[0] ?? ""];
      if (chart?.kind !== "contribution") throw new Error("no contributions");
      const gap = Number(/shortfall of ([\d.]+)/.exec(chart.subtitle)?.[1]);
      expect(
        chart.bars.reduce((total, bar) => total + Number(bar.text.replace("−", "-").replace(/\s.*/, "")), 0),
      ).toBeCloseTo(gap, 6);
      expect(item.table?.rows.map((row) => row.cells.at(-1)?.text)).toEqual(chart.bars.map((bar) => bar.text));
    }
  });
});

it("a quarter shows its three months and the year on year", async () => {
  const { snapshot, config } = afterSalesFixture({ unit: "quarter" });
  const lastYear = {
    ...snapshot.period,
    id: "2025-Q3",
    start: "2025-06-30T16:00:00Z",
    end: "2025-09-30T16:00:00Z",
    firstDay: "2025-07-01",
    lastDay: "2025-09-30",
  };
  const before = snapshot.measurements
    .filter((row) => row.period === snapshot.period.id && Object.keys(row.cut).length === 0)
    .map((row) => ({ ...row, period: "2025-Q3" }));
  const given = { config, snapshot: { ...snapshot, lastYear, measurements: [...snapshot.measurements, ...before] } };
  const inside = section(await modelOf(given, "en"), "scorecard").inside;
  expect(inside?.columns.map(({ label }) => label)).toEqual([
    "Indicator",
    "Jul 26",
    "Aug 26",
    "Sep 26",
    "Q3 26",
    "Q3 25",
    "Year on year",
  ]);
  expect(inside?.rows[0]?.cells.slice(1).every((cell) => cell.figure !== undefined)).toBe(true);
  expect(inside?.rows[1]?.cells.at(-1)?.text.replaceAll("\u00a0", " ")).toBe("0.0 pts");
});

it("a target just met is not called far above", async () => {
  const given = changed(afterSalesFixture(), {
    rules: (rules) => eachIndicator(rules, (scored) => (scored.target === 4.5 ? { ...scored, target: 4.5 } : scored)),
  });
  const entry = section(await modelOf(given, "en"), "summary").strengths.find(
    ({ label }) => label === "Customer satisfaction",
  );
  expect(entry?.text.text).toMatch(/^Just above the target of 4\.5/);
});

it("many members are shown as the worst and one line of all others, still adding up", async () => {
  const model = await modelOf(caseOf("thirty members"), "en");
  const item = section(model, "shortfalls").items.find(({ table }) => table?.id === "contribution-resolution_rate");
  const rows = item?.table?.rows.map((row) => row.cells.map(({ text }) => text.replaceAll("\u00a0", " "))) ?? [];
  expect(
    rows
      .map(([name]) => name)
      .slice(0, 2)
      .sort(),
  ).toEqual(["a b", "a_b"]);
  expect(rows.length).toBe(8);
  expect(rows.at(-1)?.[0]).toBe("23 others");
  const gap = Number(/of ([\d.]+)/.exec(item?.table?.title ?? "")?.[1]);
  expect(rows.reduce((total, row) => total + Number(row.at(-1)?.replace("−", "-").replace(" pts", "")), 0)).toBeCloseTo(
    gap,
    6,
  );
});
