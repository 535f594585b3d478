import { describe, expect, it } from "vitest";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import { createNames, lowerFirst, upperFirst } from "../../src/compose/names.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { bundle, changed, LOCALES, modelOf, section } from "./variants.ts";

const graphemes = new Intl.Segmenter("en");

const BAD_NAMES = {
  html: "<script>alert('x')</script> & <b>rate</b>",
  braces: "{score, plural, other {#}} {{x}} {member}",
  rtl: "نسبة \u202eالحل\u202c 12%",
  emoji: "Calls ☎️ 👩‍🔧 answered",
  long: "Very long name ".repeat(700),
  digits: "Level 2 within 30 s (2026)",
  control: "Rate\u0000\u0007 of\ncalls",
};

describe.each(Object.entries(BAD_NAMES))("a name like %s", (_, name) => {
  it.each(LOCALES)("goes through everything, %s", async (locale) => {
    const { snapshot, config } = afterSalesFixture();
    const indicators = Object.fromEntries(
      Object.entries(config.indicators).map(([id, indicator]) => [
        id,
        { ...indicator, name: `${name} ${id}`, short_name: name, definition: name },
      ]),
    );
    const tickets = config.datasets.tickets;
    const complexity = tickets?.dimensions.complexity;
    if (tickets === undefined || complexity === undefined) throw new Error("the fixture lacks its tickets");
    const dimensions = { ...tickets.dimensions, complexity: { ...complexity, name, labels: { complex: name } } };
    const given = {
      snapshot,
      config: { ...config, indicators, datasets: { ...config.datasets, tickets: { ...tickets, name, dimensions } } },
    };
    const model = await modelOf(given, locale);
    expect(Model.parse(model)).toEqual(model);
    expect(lintModel(model, await bundle(locale))).toEqual([]);
    const text = JSON.stringify(model);
    expect(text).not.toMatch(/\\u0000|\\u0007|\u202e/);
    for (const group of section(model, "scorecard").groups)
      for (const row of group.rows) expect([...graphemes.segment(row.label)].length).toBeLessThanOrEqual(44);
  });
});

it("gives the whole of a shortened name in the appendix", async () => {
  const { snapshot, config } = afterSalesFixture();
  const rate = config.indicators.resolution_rate;
  if (rate === undefined) throw new Error("the fixture lacks its resolution rate");
  const name = "Share of tickets resolved at first contact and confirmed by the customer within two days";
  const model = await modelOf(
    { snapshot, config: { ...config, indicators: { ...config.indicators, resolution_rate: { ...rate, name } } } },
    "en",
  );
  const names = section(model, "method").blocks.at(-1)?.table;
  expect(names?.rows.map((row) => row.cells.map(({ text }) => text))).toContainEqual([
    "Share of tickets resolved at first contact…",
    name,
  ]);
});

describe("members inside a sentence", () => {
  const explains = async (label: string, stored: string, phrase?: string) => {
    const { snapshot, config } = afterSalesFixture();
    const tickets = config.datasets.tickets;
    const complexity = tickets?.dimensions.complexity;
    if (tickets === undefined || complexity === undefined) throw new Error("the fixture lacks its tickets");
    const rename = (member: string | undefined) => (member === "complex" ? stored : member);
    const measurements = snapshot.measurements.map((row) =>
      row.cut.complexity === undefined ? row : { ...row, cut: { complexity: rename(row.cut.complexity) ?? "" } },
    );
    const changedDimension = {
      ...complexity,
      labels: { [stored]: label },
      ...(phrase === undefined ? {} : { phrase }),
    };
    const datasets = {
      ...config.datasets,
      tickets: { ...tickets, dimensions: { ...tickets.dimensions, complexity: changedDimension } },
    };
    const members = { ...snapshot.members, complexity: ["simple", "standard", stored] };
    const model = await modelOf(
      { snapshot: { ...snapshot, measurements, members }, config: { ...config, datasets } },
      "en",
    );
    return section(model, "shortfalls").items[0]?.heading.text ?? "";
  };

  it.each([
    ["Complex", "complex", undefined, /comes from complex tickets$/],
    ["Complex (3+ steps)", "complex", undefined, /comes from complex tickets$/],
    ["Boston", "Boston", "tickets from {Member}", /comes from tickets from Boston$/],
    ["Boston", "boston", "tickets from {Member}", /comes from tickets from Boston$/],
    ["Complex", "complex", "{member} cases", /comes from complex cases$/],
    ["Employees", "Employee Generated", "requests by {member}", /comes from requests by employees$/],
    ["Passed on to others", "handed_over", undefined, /comes from “Passed on to others” tickets$/],
    ["A_b c+d", "a_b c+d", undefined, /comes from a_b c\+d tickets$/],
  ])("%s stored as %s, phrase %s", async (label, stored, phrase, text) => {
    expect(await explains(label, stored, phrase)).toMatch(text);
  });

  it("keeps capitals that belong to a name", () => {
    expect(lowerFirst("First response time")).toBe("first response time");
    expect(lowerFirst("NPS")).toBe("NPS");
    expect(lowerFirst("First Response Time")).toBe("First Response Time");
    expect(upperFirst("iPhone repairs")).toBe("iPhone repairs");
    expect(upperFirst("the score")).toBe("The score");
    expect(upperFirst("")).toBe("");
  });
});

describe("a report's own charts", () => {
  const spec = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", mark: "line", data: { name: "rates" } };
  const chart = (patterns: string[], home: "trends" | "scorecard" | "feedback" = "trends") => ({
    id: "own",
    title: { en: "Answered and resolved", "zh-CN": "接通与解决" },
    alt: "Two lines.",
    spec: "config/charts/own.vl.json",
    data: { rates: patterns },
    section: home,
  });
  const composed = async (charts: ReturnType<typeof chart>[]) => {
    const { snapshot, config } = changed(afterSalesFixture(), { report: (report) => ({ ...report, charts }) });
    return compose(evaluate(snapshot, config), snapshot, config, {
      locale: await bundle("en"),
      revision: 1,
      version: "0.1.0",
      customSpecs: { own: spec },
    });
  };

  it("get the figures their patterns name, in order of the periods", async () => {
    const model = await composed([chart(["call_answer_rate@*", "resolution_rate@2026-10/complexity=*"])]);
    expect(section(model, "trends").custom).toEqual(["custom-own"]);
    const own = model.charts["custom-own"];
    if (own?.kind !== "custom") throw new Error("no custom chart");
    expect(own.spec).toEqual(spec);
    const rows = own.data.rates ?? [];
    expect(
      rows.filter((row) => row.indicator === "call_answer_rate" && !("team" in row) && !("shift" in row)).length,
    ).toBe(13);
    expect(rows.filter((row) => row.indicator === "resolution_rate").map((row) => row.complexity)).toEqual([
      "Simple",
      "Standard",
      "Complex",
    ]);
    for (const row of rows) expect(model.figures[String(row.figure)]?.text).toBe(row.text);
  });

  it("stand in the section they name", async () => {
    expect(section(await composed([chart(["call_answer_rate@2026-10"], "scorecard")]), "scorecard").charts).toContain(
      "custom-own",
    );
    expect(section(await composed([chart(["call_answer_rate@2026-10"], "feedback")]), "feedback").custom).toEqual([
      "custom-own",
    ]);
  });

  it("are refused when they name nothing", async () => {
    await expect(composed([chart(["no_such_figure@*"])])).rejects.toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("no_such_figure@*") }),
    );
  });
});

it("members called like a property of every object are shown as they are stored", async () => {
  const { config } = afterSalesFixture();
  const names = createNames(config, await bundle("en"), { team: {} });
  for (const member of ["constructor", "__proto__", "toString"]) expect(names.member("team", member)).toBe(member);
});
