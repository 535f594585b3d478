import { describe, expect, it } from "vitest";
import { type Action, actionId } from "../../src/actions/action.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { Model } from "../../src/compose/model.ts";
import type { Verification } from "../../src/config/schema/playbook.ts";
import { expectedSections } from "../../src/render/expected.ts";
import { action } from "../helpers/action.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { bundle, type Case, changed, LOCALES, modelOf, section } from "./variants.ts";

const on = (indicator: string, comparator: Verification["comparator"], threshold: number, more = {}): Verification => ({
  indicator,
  comparator,
  threshold,
  cut: {},
  periods: 1,
  ...more,
});
const night = { cut: { shift: "night" } };

/** Every way a measure can stand, over the after-sales month. */
const STANDARDS: Partial<Action>[] = [
  { standard: on("call_answer_rate", ">=", 0.95, { periods: 2 }) },
  { standard: on("customer_satisfaction", ">=", 4.5) },
  { standard: on("call_answer_rate", ">=", 0.9, { ...night, periods: 2 }) },
  { standard: on("first_response_time", "<=", 1, { ...night, periods: 2 }), due: "2026-09-30" },
  { standard: on("resolution_rate", ">=", 0.8, { periods: 2 }), due: "2026-10-01" },
  { standard: on("resolution_rate", ">=", 0.6, { cut: { complexity: "complex" } }), due: "2026-10-01" },
  { standard: on("resolution_rate", ">=", 0.8), status: "verified" },
  { standard: on("first_response_time", "<", 1.5) },
  { standard: on("first_response_time", "<=", 1.5, { cut: { shift: "night", team: "kitchen" } }) },
  { standard: { theme: "repeat_contact", cut: {}, comparator: "<=", threshold: 0.2, periods: 1 } },
  { standard: { score: true, cut: {}, comparator: ">=", threshold: 75, periods: 3 }, due: "2026-10-01" },
  { standard: null },
  { standard: on("gone", ">=", 0.8), standardText: "gone >= 80 %", due: "2026-09-30" },
  {
    standard: on("call_answer_rate", ">=", 0.95),
    status: "closed",
    closedAt: "2026-10-31T23:00:00.000Z",
    closedBy: "li",
  },
  {
    standard: on("call_answer_rate", ">=", 0.95),
    status: "cancelled",
    closedAt: "2026-10-05T03:00:00.000Z",
    closedBy: "li",
  },
];

function withActions(count: number, parts: Partial<Action> = {}): Case {
  const actions = Array.from({ length: count }, (_, i) =>
    action({
      id: actionId(i + 1),
      report: "after-sales-monthly",
      period: i % 2 === 0 ? "2026-06" : "2026-09",
      measure: { en: `Measure ${"number ".repeat(i % 4)}${i}`, "zh-CN": `第${i}项措施` },
      ...STANDARDS[i % STANDARDS.length],
      ...parts,
    }),
  );
  return changed(afterSalesFixture(), { snapshot: { actions } });
}

describe.each(LOCALES)("follow-up in %s", (locale) => {
  it.each([1, 6, 15, 40])("of %i measures is a sound document", async (count) => {
    const model = await modelOf(withActions(count), locale);
    expect(Model.parse(model)).toEqual(model);
    expect(lintModel(model, await bundle(locale))).toEqual([]);
    const chapter = section(model, "follow_up");
    expect(chapter.items.map(({ label }) => label)).toEqual(Array.from({ length: count }, (_, i) => actionId(i + 1)));
    expect(JSON.stringify(chapter)).not.toMatch(/undefined|NaN|\[object|\{\w+\}|Infinity/);
    for (const { id, formula, query } of Object.values(model.figures)) expect(formula ?? query, id).toBeTruthy();
    for (const chart of Object.keys(model.charts).filter((id) => id.startsWith("follow-up")))
      expect(expectedSections(model).find(({ id }) => id === "follow_up")?.charts).toContain(chart);
  });

  it("stands between plan and method, and in one line on page 1", async () => {
    const model = await modelOf(withActions(15), locale);
    const ids = model.sections.map(({ id }) => id);
    expect(ids.indexOf("follow_up")).toBe(ids.indexOf("plan") + 1);
    expect(section(model, "summary").followUp).not.toBeNull();
    await expect(
      `${[section(model, "summary").followUp, section(model, "follow_up").heading, ...section(model, "follow_up").items.map(({ text }) => text)].map((sentence) => sentence?.text).join("\n")}\n`,
    ).toMatchFileSnapshot(`../golden/sentences/follow-up.${locale}.txt`);
  });

  it("is not there without measures; where the warehouse keeps none, the method says so", async () => {
    for (const actions of [[], null]) {
      const model = await modelOf(changed(afterSalesFixture(), { snapshot: { actions } }), locale);
      expect(model.sections.some(({ id }) => id === "follow_up")).toBe(false);
      expect(section(model, "summary").followUp).toBeNull();
      const said = JSON.stringify(section(model, "method"));
      expect(said.includes((await bundle(locale)).messages["follow_up.method_none"]?.[0] ?? "?")).toBe(
        actions === null,
      );
    }
  });

  it("is left out, with its line, where the report leaves the section out", async () => {
    const without = withActions(3);
    const report = (given: NonNullable<Case["config"]["reports"][string]>) => ({
      ...given,
      sections: given.sections.filter((id) => id !== "follow_up"),
    });
    const model = await modelOf(changed(without, { report }), locale);
    expect(section(model, "summary").followUp).toBeNull();
    expect(JSON.stringify(model.sections)).not.toContain("A-0001");
  });

  it("says in one clause how the only measure stands", async () => {
    const due = { standard: on("first_response_time", "<=", 1, night), due: "2026-09-30" };
    const model = await modelOf(withActions(1, due), locale);
    const line = section(model, "summary").followUp?.text;
    expect(line).toMatch(/^(The one earlier measure is overdue and needs adjusting\.|以往的一项措施已逾期，需调整。)$/);
    expect(line?.slice(0, -1)).toBe(section(model, "follow_up").heading.text);
    expect(lintModel(model, await bundle(locale))).toEqual([]);
  });

  it("says when all have been ended", async () => {
    const ended = { status: "closed" as const, closedAt: "2026-10-05T03:00:00.000Z", closedBy: "li" };
    const model = await modelOf(withActions(2, ended), locale);
    expect(section(model, "summary").followUp).toBeNull();
    expect(lintModel(model, await bundle(locale))).toEqual([]);
    expect(section(model, "follow_up").heading.text).toMatch(
      /All two earlier measures have been ended|以往2项措施均已结束/,
    );
  });
});

it("a closed day is that of the report's zone", async () => {
  // 23:00 UTC on the last of October is 1 November in Shanghai.
  const { items } = section(await modelOf(withActions(14), "en"), "follow_up");
  expect(items[13]?.text.text).toContain("1 Nov 2026");
});
