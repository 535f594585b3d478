import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Cut, Measurement, Snapshot } from "../../src/collect/snapshot.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import { mantelHaenszel } from "../../src/evaluate/stratified.ts";
import { SHOP } from "../../src/sample/shop/shop.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { loadStory } from "../helpers/story.ts";
import { mean, share } from "./measure.ts";
import { type AllRows, monthOf, purchases, settledAtOnce, staffedHours } from "./shop-measure.ts";

const SAMPLE = { seed: 7, lastMonth: "2026-10", months: 17 } as const;
const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;

/** The shipped configuration on the shop's sample, from the warehouse to what a reader gets. */
describe("the e-commerce service review of the sample", () => {
  const rows: AllRows = {
    shop_service_hours: [],
    shop_customers: [],
    shop_orders: [],
    shop_contacts: [],
    shop_knowledge_uses: [],
    shop_ratings: [],
    shop_checks: [],
  };
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  let month: Snapshot;
  let quarter: Snapshot;
  let evaluation: Evaluation;
  beforeAll(async () => {
    for (const { rows: made } of SHOP.months(SAMPLE)) {
      for (const [name, list] of Object.entries(made)) (rows[name as keyof AllRows] as object[]).push(...list);
    }
    database = await openTestDatabase();
    config = await loadConfig(resolve(import.meta.dirname, "../.."));
    await loadStory(database.warehouse, SHOP, SAMPLE);
    const take = (report: string, period: string): Promise<Snapshot> =>
      database.warehouse.read((session) =>
        collect(config, { report, period: parsePeriod(period, CALENDAR), scope: {} }, session, {
          now: new Date("2026-11-01T02:00:00+08:00"),
          server: database.warehouse.server,
        }),
      );
    month = await take("ecommerce-service-monthly", "2026-10");
    quarter = await take("ecommerce-service-quarterly", "2026-Q3");
    evaluation = evaluate(month, config);
  });
  afterAll(() => database.close());

  const at = (snapshot: Snapshot, indicator: string, period: string, cut: Cut = {}): Measurement | undefined =>
    snapshot.measurements.find(
      (one) => one.indicator === indicator && one.period === period && JSON.stringify(one.cut) === JSON.stringify(cut),
    );
  const value = (indicator: string, period: string, cut: Cut = {}): number => {
    const found = at(month, indicator, period, cut)?.value;
    if (found === null || found === undefined) throw new Error(`${indicator} was not measured in ${period}`);
    return found;
  };
  const result = (id: string) => {
    const found = evaluation.indicators.find(({ indicator }) => indicator === id);
    if (found === undefined) throw new Error(`${id} was not evaluated`);
    return found;
  };
  const in_ = <Row>(list: readonly Row[], time: (row: Row) => Date, period: string): Row[] =>
    list.filter((row) => monthOf(time(row)) === period);
  const PERIODS = ["2025-11", "2026-06", "2026-09", "2026-10"];

  it("has equal rows for equal options, and no more of them than a demo should load", () => {
    const again = [...SHOP.months(SAMPLE)].at(-1)?.rows;
    expect(JSON.stringify(again?.shop_contacts)).toBe(
      JSON.stringify(in_(rows.shop_contacts, ({ opened_at }) => opened_at, "2026-10")),
    );
    const total = Object.values(rows).reduce((sum, list) => sum + list.length, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(90_000);
  });

  it("measures contacts as counted from the rows", () => {
    const once = settledAtOnce(rows.shop_contacts);
    const used = new Set(rows.shop_knowledge_uses.map(({ contact_id }) => contact_id));
    for (const period of PERIODS) {
      const contacts = in_(rows.shop_contacts, ({ opened_at }) => opened_at, period);
      const closed = contacts.filter(({ closed_at }) => closed_at !== null);
      const people = contacts.filter(({ handled_by }) => handled_by === "person");
      const waits = people.flatMap(({ reply_wait_s }) => (reply_wait_s === null ? [] : [reply_wait_s]));
      expect(value("shop_response_time", period)).toBeCloseTo(mean(waits), 9);
      expect(value("shop_first_contact_resolution", period)).toBeCloseTo(
        share(closed, ({ resolved, transfers }) => resolved === true && transfers === 0),
        12,
      );
      expect(value("shop_resolution_rate", period)).toBeCloseTo(
        share(closed, ({ resolved }) => resolved === true),
        12,
      );
      expect(value("shop_self_service", period)).toBeCloseTo(
        share(closed, ({ resolved, handled_by }) => resolved === true && handled_by === "bot"),
        12,
      );
      expect(value("shop_escalation_rate", period)).toBeCloseTo(
        share(contacts, ({ escalated }) => escalated),
        12,
      );
      const answered = contacts.filter(({ first_response_at }) => first_response_at !== null);
      expect(value("shop_knowledge_reuse", period)).toBeCloseTo(
        share(answered, ({ contact_id }) => used.has(contact_id)),
        12,
      );
      const known = contacts.filter(({ contact_id }) => once.get(contact_id) !== null);
      expect(value("shop_one_time_resolution", period)).toBeCloseTo(
        share(known, ({ contact_id }) => once.get(contact_id) === true),
        12,
      );
      for (const channel of ["chat", "app", "phone"] as const) {
        const own = people.filter((contact) => contact.channel === channel);
        expect(value("shop_response_time", period, { channel })).toBeCloseTo(
          mean(own.flatMap(({ reply_wait_s }) => reply_wait_s ?? [])),
          9,
        );
      }
    }
  });

  it("leaves out contacts whose seven days are not over, and says how many", () => {
    const once = settledAtOnce(rows.shop_contacts);
    const october = in_(rows.shop_contacts, ({ opened_at }) => opened_at, "2026-10");
    const closed = october.filter(({ closed_at }) => closed_at !== null);
    const open = closed.filter(({ contact_id }) => once.get(contact_id) === null);
    const measured = at(month, "shop_one_time_resolution", "2026-10");
    expect(open.length).toBeGreaterThan(100);
    expect(measured?.missing).toBe(open.length);
    expect(measured?.n).toBe(closed.length - open.length);
    expect(at(month, "shop_one_time_resolution", "2026-09")?.missing).toBe(0);
    expect(evaluation.notes).toContainEqual(
      expect.objectContaining({ kind: "quality", dataset: "shop_contacts", rule: "repeat_window_open" }),
    );
  });

  it("reads the handling time at one mix of complexity: the plain one rises, the standardised one falls", () => {
    const plain = (period: string, complexity?: string): number =>
      mean(
        in_(rows.shop_contacts, ({ opened_at }) => opened_at, period).flatMap((one) => {
          const { closed_at: closed, first_response_at: first } = one;
          const counts = one.handled_by === "person" && (complexity === undefined || one.complexity === complexity);
          return !counts || closed === null || first === null || closed < first
            ? []
            : [(closed.getTime() - first.getTime()) / 60_000];
        }),
      );
    const standard = (period: string): number =>
      0.46 * plain(period, "simple") + 0.36 * plain(period, "standard") + 0.18 * plain(period, "complex");
    for (const period of PERIODS) expect(value("shop_handling_time", period)).toBeCloseTo(standard(period), 6);
    expect(result("shop_handling_time").weighting?.raw).toBeCloseTo(plain("2026-10"), 6);
    expect(plain("2026-10")).toBeGreaterThan(plain("2025-10") + 1);
    expect(standard("2026-10")).toBeLessThan(standard("2025-10") - 1);
  });

  it("measures accessibility from the service-hours table, entry by entry valid in its time", () => {
    for (const period of ["2025-10", "2026-04", "2026-08", "2026-09"]) {
      let [staffed, all] = [0, 0];
      for (const channel of ["chat", "app", "phone"]) {
        const [own, hours] = staffedHours(rows.shop_service_hours, period, channel);
        expect(value("shop_accessibility", period, { channel })).toBeCloseTo(own / hours, 12);
        staffed += own;
        all += hours;
      }
      expect(value("shop_accessibility", period)).toBeCloseTo(staffed / all, 12);
    }
    expect(value("shop_accessibility", "2026-10")).toBeGreaterThan(value("shop_accessibility", "2025-10") + 0.05);
  });

  it("measures ratings, checks and the knowledge base as counted from the rows", () => {
    for (const period of PERIODS) {
      const ratings = in_(rows.shop_ratings, ({ rated_at }) => rated_at, period);
      const csat = ratings.flatMap((rating) => rating.csat ?? []);
      const recommend = ratings.flatMap((rating) => rating.recommend ?? []);
      expect(value("shop_csat", period)).toBeCloseTo(
        share(csat, (rating) => rating >= 4),
        12,
      );
      expect(value("shop_nps", period)).toBeCloseTo(
        100 * (share(recommend, (answer) => answer >= 9) - share(recommend, (answer) => answer <= 6)),
        9,
      );
      expect(value("shop_clarity", period)).toBeCloseTo(mean(ratings.flatMap(({ clarity }) => clarity ?? [])), 9);
      expect(value("shop_friendliness", period)).toBeCloseTo(
        mean(ratings.flatMap(({ friendliness }) => friendliness ?? [])),
        9,
      );
      const checks = in_(rows.shop_checks, ({ checked_at }) => checked_at, period);
      expect(value("shop_proactivity", period)).toBeCloseTo(
        share(checks, ({ proactive }) => proactive),
        12,
      );
      expect(value("shop_expertise", period)).toBeCloseTo(
        share(checks, ({ knowledge_right }) => knowledge_right),
        12,
      );
      const uses = in_(rows.shop_knowledge_uses, ({ used_at }) => used_at, period);
      const reacted = uses.filter(({ accepted }) => accepted !== null);
      expect(value("shop_knowledge_acceptance", period)).toBeCloseTo(
        share(reacted, (use) => use.accepted === true),
        12,
      );
    }
  });

  it("compares served customers with the others, also within groups of customers", () => {
    for (const [indicator, served, days] of [
      ["shop_repurchase", "shop_served_repurchase", 60],
      ["shop_retention", "shop_served_retention", 180],
    ] as const) {
      const own = purchases(rows, days).filter((one) => one.month === "2026-10");
      const groups = [own.filter((one) => one.served), own.filter((one) => !one.served)] as const;
      const rate = (list: typeof own): number => share(list, ({ again }) => again);
      expect(value(served, "2026-10")).toBeCloseTo(rate(groups[0]), 12);
      expect(value(indicator, "2026-10")).toBeCloseTo(rate(own), 12);
      const found = evaluation.analyses.find(({ id }) => id === "served_customers");
      const row = found?.kind === "difference" ? found.rows.find((one) => one.indicator === indicator) : undefined;
      expect(row?.member).toEqual({ value: rate(groups[0]), n: groups[0].length });
      expect(row?.against).toEqual({ value: rate(groups[1]), n: groups[1].length });
      const strata = ["new", "existing", "high_value"].map((group) => {
        const [a, b] = groups.map((list) => list.filter((one) => one.group === group));
        const won = (list: typeof own | undefined): number => (list ?? []).filter(({ again }) => again).length;
        return { a: won(a), n: a?.length ?? 0, b: won(b), m: b?.length ?? 0 };
      });
      expect(row?.controlled?.value).toBeCloseTo(mantelHaenszel(strata)?.value ?? Number.NaN, 12);
      // What the story planted: the customers differ, service hardly matters.
      expect(row?.difference?.value).toBeGreaterThan(0.02);
      expect(Math.abs(row?.controlled?.value ?? 1)).toBeLessThan(row?.difference?.value ?? 0);
    }
  });

  it("tells the planted story: refunds by app come back, bots are quick and resolve less, friendliness rises", () => {
    const [first] = evaluation.weaknesses;
    expect([first?.subject, first?.cause?.dimension, first?.cause?.member]).toEqual([
      "shop_one_time_resolution",
      "queue",
      "app_refunds",
    ]);
    expect(evaluation.measures[0]?.rule).toBe("shop-app-refunds");
    expect(evaluation.strengths.map(({ subject }) => subject)).toContain("shop_friendliness");
    const bots = evaluation.analyses.find(({ id }) => id === "bots_and_people");
    const effects = bots?.kind === "difference" ? bots.rows.map(({ difference }) => difference?.effect) : [];
    expect(effects.slice(0, 3)).toEqual(["worse", "worse", "better"]);
    expect(value("shop_response_time", "2025-11")).toBeGreaterThan(1.5 * value("shop_response_time", "2025-10"));
    const { sampling } = evaluation;
    expect(sampling.survey).toMatchObject({ adequate: true });
    expect(sampling.spotChecks).toMatchObject({ adequate: true });
  });

  it("covers the day channel by channel in the grid", () => {
    const grid = evaluation.analyses.find(({ id }) => id === "hours_covered");
    if (grid?.kind !== "grid") throw new Error("no grid");
    expect(grid.rows.map(({ member }) => member)).toEqual(["chat", "app", "phone"]);
    expect(grid.columns).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0")));
    const cell = (row: string, column: string) => grid.cells.find((one) => one.row === row && one.column === column);
    // October 2026 has 22 weekdays and 9 days of weekends; the phone is served until nine, at weekends until six.
    expect(cell("phone", "12")).toMatchObject({ value: 1, n: 31 });
    expect(cell("phone", "20")?.value).toBeCloseTo(22 / 31, 12);
    expect(cell("phone", "23")?.value).toBe(0);
  });

  it.each(["en", "zh-CN"])("reads in %s as the figures say, monthly and quarterly", async (tag) => {
    const locale = await loadLocale(tag, []);
    for (const snapshot of [month, quarter]) {
      const options = { locale, revision: 1, version: "0.0.0", customSpecs: {} };
      const model = compose(evaluate(snapshot, config), snapshot, config, options);
      expect(lintModel(model, locale)).toEqual([]);
      const section = model.sections.find(({ id }) => id === "analyses");
      expect(section?.id === "analyses" ? section.items : []).toHaveLength(5);
    }
  });
});
