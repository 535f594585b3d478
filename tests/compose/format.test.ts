import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { createFormat, type Format } from "../../src/compose/format.ts";
import { Indicator } from "../../src/config/schema/indicator.ts";
import { CALENDAR } from "../helpers/snapshot.ts";
import { bundle } from "./variants.ts";

const format = async (locale: string, calendar = CALENDAR): Promise<Format> =>
  createFormat(await bundle(locale), { currency: "CNY", calendar });

const indicator = ({ kind = "mean", ...parts }: { kind?: string; [key: string]: unknown }) =>
  Indicator.parse({
    kind,
    name: "x",
    definition: "x",
    dataset: "d",
    unit: "count",
    ...(kind === "ratio" || kind === "count" ? {} : { value: "v" }),
    ...parts,
  });

const percent = indicator({ kind: "ratio", numerator: "x", unit: "percent" });
const hours = indicator({ unit: "hours", precision: 2, direction: "lower_is_better" });
const rating = indicator({ unit: "score", precision: 2, scale_max: 5 });
const SPACE = "\u00a0";

describe("values carry unit and precision of their indicator", () => {
  it.each([
    ["en", percent, 0.98137, "98.1%"],
    ["zh-CN", percent, 0.98137, "98.1%"],
    ["en", percent, 0, "0.0%"],
    ["en", hours, 1.856, `1.86${SPACE}h`],
    ["zh-CN", hours, 1.856, `1.86${SPACE}小时`],
    ["en", hours, -0.004, `0.00${SPACE}h`],
    ["en", hours, 26, `26.00${SPACE}h`],
    ["en", rating, 4.5249, "4.52"],
    ["en", indicator({ unit: "seconds", precision: 0 }), 67.52, `68${SPACE}s`],
    ["zh-CN", indicator({ unit: "minutes", precision: 0 }), 48.2, `48${SPACE}分钟`],
    ["en", indicator({ unit: "days", precision: 1 }), 3.24, `3.2${SPACE}d`],
    ["en", indicator({ kind: "count" }), 41280, "41,280"],
    ["zh-CN", indicator({ kind: "count" }), 41280, "41,280"],
    ["en", indicator({ unit: "currency", precision: 2 }), 1234.5, "¥1,234.50"],
    ["en", indicator({ unit: "currency", precision: 2 }), -1234.5, "−¥1,234.50"],
    ["en", indicator({ kind: "nps", unit: "points", precision: 0 }), -12, "−12"],
    [
      "en",
      indicator({ kind: "rate", per: "p", multiplier: 1000, unit: "per_unit", precision: 1 }),
      2.43,
      "2.4 per 1,000",
    ],
    [
      "zh-CN",
      indicator({ kind: "rate", per: "p", multiplier: 1000, unit: "per_unit", precision: 1 }),
      2.43,
      "每1,000为2.4",
    ],
    ["en", indicator({ kind: "rate", per: "p", unit: "per_unit", precision: 1 }), 2.43, "2.4"],
  ])("%s %#", async (locale, of, value, text) => {
    expect((await format(locale)).values(of, []).value(value)).toBe(text);
  });

  it("shows a scale beside the name", async () => {
    expect((await format("en")).values(rating, []).unitLabel).toBe("/5");
    expect((await format("en")).values(percent, []).unitLabel).toBe("");
  });
});

describe("differences", () => {
  it.each([
    ["en", percent, 0.0314, `+3.1${SPACE}pts`, `3.1${SPACE}pts`],
    ["en", percent, -0.098, `−9.8${SPACE}pts`, `9.8${SPACE}pts`],
    ["zh-CN", percent, 0.0314, `+3.1${SPACE}个百分点`, `3.1${SPACE}个百分点`],
    ["en", percent, 0, `0.0${SPACE}pts`, `0.0${SPACE}pts`],
    ["en", percent, 0.0004, `+0.04${SPACE}pts`, `0.04${SPACE}pts`],
    [
      "en",
      indicator({ kind: "ratio", numerator: "x", unit: "percent", precision: 0 }),
      0.01,
      `+1${SPACE}pt`,
      `1${SPACE}pt`,
    ],
    ["en", hours, 0.36, `+0.36${SPACE}h`, `0.36${SPACE}h`],
    ["en", hours, -0.36, `−0.36${SPACE}h`, `0.36${SPACE}h`],
    ["en", rating, 0.026, "+0.03", "0.03"],
  ])("%s %#: signed, rates in points, never a zero that is none", async (locale, of, value, signed, unsigned) => {
    const values = (await format(locale)).values(of, []);
    expect(values.variance(value)).toBe(signed);
    expect(values.distance(value)).toBe(unsigned);
  });
});

describe("limits", () => {
  it("have the digits they and their siblings need, with the sign of the direction", async () => {
    const en = await format("en");
    const response = en.values(hours, [2, 1.5]);
    expect([response.bound(2), response.bound(1.5)]).toEqual([`≤${SPACE}2.0${SPACE}h`, `≤${SPACE}1.5${SPACE}h`]);
    const rate = en.values(percent, [0.9, 0.95]);
    expect([rate.bound(0.9), rate.limit(0.955)]).toEqual([`≥${SPACE}90%`, "95.5%"]);
    expect(en.values(percent, [0.29]).limit(0.29)).toBe("29%");
  });

  it("of a range share their unit", async () => {
    const [en, zh] = [await format("en"), await format("zh-CN")];
    expect(en.values(percent, []).range(0.7709, 0.8051)).toBe("77.1–80.5%");
    expect(zh.values(percent, []).range(0.7709, 0.8051)).toBe("77.1%–80.5%");
    expect(en.values(hours, []).range(1.63, 1.92)).toBe(`1.63–1.92${SPACE}h`);
    expect(en.values(hours, []).range(-0.2, 0.3)).toBe(`−0.20${SPACE}h to 0.30${SPACE}h`);
  });
});

describe("numbers agree with Intl but for the minus sign", () => {
  it.each([
    [0.7149, "71%"],
    [1.3, "130%"],
  ])("%f as a share", async (value, text) => {
    expect((await format("en")).percent(value)).toBe(text);
    expect(text).toBe(new Intl.NumberFormat("en", { style: "percent" }).format(value));
  });

  it("minus is U+2212", async () => {
    expect((await format("en")).signed(-1234.5, 1)).toBe(
      new Intl.NumberFormat("en", { minimumFractionDigits: 1 }).format(-1234.5).replace("-", "\u2212"),
    );
  });

  it("lists and words", async () => {
    const [en, zh] = [await format("en"), await format("zh-CN")];
    expect(en.list(["a", "b", "c"])).toBe("a, b and c");
    expect(zh.list(["甲", "乙", "丙"])).toBe("甲、乙和丙");
    expect([en.spelled(4), en.spelled(10), en.spelled(11), zh.spelled(4)]).toEqual([
      "four",
      "ten",
      undefined,
      undefined,
    ]);
  });
});

describe("periods", () => {
  const fiscal = { ...CALENDAR, fiscalYearStarts: 4 };
  it.each([
    ["en", "2026-10", "October 2026", "Oct 26"],
    ["zh-CN", "2026-10", "2026年10月", "26年10月"],
    ["en", "2026-09", "September 2026", "Sep 26"],
    ["en", "2026-Q3", "Q3 2026", "Q3 26"],
    ["zh-CN", "2026-Q3", "2026年第3季度", "26年Q3"],
    ["en", "2026-H2", "H2 2026", "H2 26"],
    ["zh-CN", "2026-H2", "2026年下半年", "26年下半年"],
    ["en", "2026", "2026", "2026"],
    ["zh-CN", "2026", "2026年", "2026年"],
    ["en", "2026-W07", "Week 7, 2026", "W7 26"],
    ["zh-CN", "2026-W07", "2026年第7周", "26年第7周"],
    ["en", "2026-10-01..2026-10-15", "1 Oct 2026 – 15 Oct 2026", "1–15 Oct"],
    ["zh-CN", "2026-10-01..2026-10-15", "2026年10月1日至2026年10月15日", "10/1–10/15"],
    ["en", "2026-09-16..2026-10-02", "16 Sep 2026 – 2 Oct 2026", "16 Sep – 2 Oct"],
    ["en", "2026-08-01..2026-10-31", "Aug 2026 – Oct 2026", "1 Aug – 31 Oct"],
    ["zh-CN", "2026-08-01..2026-10-31", "2026年8月至2026年10月", "8/1–10/31"],
    ["en", "2026-02-01..2026-02-28", "February 2026", "1–28 Feb"],
  ])("%s %s", async (locale, id, long, short) => {
    const { period } = await format(locale);
    expect(period.long(parsePeriod(id, CALENDAR))).toBe(long);
    expect(period.short(parsePeriod(id, CALENDAR))).toBe(short);
  });

  it("say that a quarter is one of a fiscal year", async () => {
    const quarter = parsePeriod("2026-Q3", fiscal);
    expect((await format("en", fiscal)).period.long(quarter)).toBe("Q3 FY2026");
    expect((await format("zh-CN", fiscal)).period.long(quarter)).toBe("2026财年第3季度");
  });

  it("drop the year inside a sentence only when it is the reported one", async () => {
    const [en, zh] = [(await format("en")).period, (await format("zh-CN")).period];
    const of = (id: string) => parsePeriod(id, CALENDAR);
    expect(en.inSentence(of("2026-09"), of("2026-10"))).toBe("September");
    expect(zh.inSentence(of("2026-09"), of("2026-10"))).toBe("9月");
    expect(en.inSentence(of("2025-12"), of("2026-01"))).toBe("December 2025");
    expect(en.inSentence(of("2026-Q2"), of("2026-Q3"))).toBe("Q2");
    expect(en.inSentence(of("2025-Q4"), of("2026-Q1"))).toBe("Q4 2025");
    expect(en.inSentence(of("2026-W06"), of("2026-W07"))).toBe("week 6");
    expect(en.inSentence(of("2026-09-16..2026-10-02"), of("2026-10-03..2026-10-19"))).toBe("the previous range");
    expect(zh.inSentence(of("2026-09-16..2026-10-02"), of("2026-10-03..2026-10-19"))).toBe("上一时段");
    expect(en.inSentence(of("2025-10-03..2025-10-19"), of("2026-10-03..2026-10-19"))).toBe("3 Oct 2025 – 19 Oct 2025");
  });

  it("write the year of days that lie in another year than the reported ones", async () => {
    const reported = parsePeriod("2026-10-03..2026-10-19", CALENDAR);
    const { period } = createFormat(await bundle("en"), { currency: "CNY", calendar: CALENDAR, reported });
    expect(period.short(parsePeriod("2025-10-03..2025-10-19", CALENDAR))).toBe("3–19 Oct 25");
    expect(period.short(parsePeriod("2026-09-16..2026-10-02", CALENDAR))).toBe("16 Sep – 2 Oct");
  });

  it("name days and instants in the report's zone", async () => {
    const [en, zh] = [(await format("en")).period, (await format("zh-CN")).period];
    expect(en.day("2026-12-15")).toBe("15 Dec 2026");
    expect(zh.day("2026-12-15")).toBe(
      new Intl.DateTimeFormat("zh-CN", { dateStyle: "long", timeZone: "UTC" }).format(Date.UTC(2026, 11, 15)),
    );
    expect(en.instant("2026-10-31T18:10:00Z")).toBe("1 Nov 2026, 02:10 (Asia/Shanghai)");
    expect(zh.instant("2026-10-31T18:10:00Z")).toBe("2026年11月1日 02:10（Asia/Shanghai）");
    expect(en.instant("2026-10-31T16:00:00Z")).toBe("1 Nov 2026, 00:00 (Asia/Shanghai)");
    expect([en.weekday(1), en.weekday(7), zh.weekday(1)]).toEqual(["Mon", "Sun", "周一"]);
  });
});
