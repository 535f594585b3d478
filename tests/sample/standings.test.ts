import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import { membersInPeriod } from "../../src/collect/members-in-period.ts";
import type { Cut } from "../../src/collect/snapshot.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import type { AnalysisResultOf } from "../../src/evaluate/analyses/result.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import { generateSample } from "../../src/sample/generate.ts";
import { loadSample } from "../../src/sample/sample.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { mean, share } from "./measure.ts";

const SAMPLE = { seed: 7, lastMonth: "2026-10", months: 14 } as const;
const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const TRIAL = "laundry";

/** Providers, the new standard and the investigation: the shipped reports on the sample. */
describe("the sample's standings", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  let months: ReturnType<typeof generateSample> extends Generator<infer Month> ? Month[] : never;
  beforeAll(async () => {
    database = await openTestDatabase();
    months = [...generateSample(SAMPLE)];
    config = await loadConfig(resolve(import.meta.dirname, "../.."));
    await loadSample(database.warehouse, SAMPLE);
  });
  afterAll(() => database.close());

  const evaluated = async (report: string, period: string, scope: Cut = {}): Promise<Evaluation> => {
    const request = { report, period: parsePeriod(period, CALENDAR), scope };
    const snapshot = await database.warehouse.read((session) =>
      collect(config, request, session, { now: new Date("2026-11-01T02:00:00+08:00"), server: "PostgreSQL" }),
    );
    return evaluate(snapshot, config);
  };
  const analysis = <Kind extends "comparison" | "ranking">(
    evaluation: Evaluation,
    kind: Kind,
    id?: string,
  ): AnalysisResultOf<Kind> => {
    const found = evaluation.analyses.find((one) => one.kind === kind && (id === undefined || one.id === id));
    if (found === undefined) throw new Error(`no ${kind}`);
    return found as AnalysisResultOf<Kind>;
  };

  it("rank six of seven providers: the last is told from the first, the newest has too few cases", async () => {
    const found = analysis(await evaluated("after-sales-supplier", "2026-Q3"), "ranking");
    expect(found).toMatchObject({ ranked: 6, tooFew: 1, toldBy: "tests", notCounted: ["call_answer_rate"] });
    expect(found.members[0]).toMatchObject({ member: "jiahe", rank: 1, awarded: true });
    expect(found.members.at(-1)).toMatchObject({ member: "xinglian", rank: 6, previousRank: 6 });
    expect(found.members.at(-1)?.group).toBeGreaterThan(found.members[0]?.group ?? 9);
    expect(found.unranked.map(({ member }) => member)).toEqual(["beichuan"]);
  });

  it("give a provider's edition its own place, as the overview has it", async () => {
    const whole = analysis(await evaluated("after-sales-supplier", "2026-Q3"), "ranking");
    const own = await evaluated("after-sales-supplier", "2026-Q3", { supplier: "xinglian" });
    const place = analysis(own, "ranking").own?.place;
    expect(place).toEqual(whole.members.at(-1));
    // The score that was ranked is the score of page 1.
    expect(place?.value).toBeCloseTo(own.score.value ?? 0, 9);
    for (const other of whole.members.slice(0, -1)) expect(JSON.stringify(own)).not.toContain(other.member);
  });

  it("make an edition for every provider", async () => {
    const request = { report: "after-sales-supplier", period: parsePeriod("2026-Q3", CALENDAR), scope: {} };
    const found = await database.warehouse.read((session) => membersInPeriod(config, request, "supplier", session));
    expect(found.map(({ member }) => member).sort()).toEqual([
      "beichuan",
      "hengtong",
      "jiahe",
      "kaida",
      "lanhai",
      "ruian",
      "xinglian",
    ]);
    expect(config.reports["after-sales-supplier"]?.scopes).toEqual({
      each: "supplier",
      and_all: true,
      minimum_rows: 30,
    });
  });

  it("prove what the new standard did, beyond what happened everywhere", async () => {
    const found = analysis(await evaluated("after-sales-standard", "2026-10"), "comparison");
    expect(found.groups?.treated).toEqual([TRIAL]);
    expect([...(found.groups?.comparison ?? [])].sort()).toEqual(["air_conditioning", "kitchen", "smart_home"]);
    expect([...found.better].sort()).toEqual(["customer_satisfaction", "service_compliance"]);
    expect(found.worse).toEqual(["call_answer_rate"]);
    // Resolution fell in the team with evidence, as it fell everywhere: no effect of the standard.
    const resolution = found.rows.find(({ indicator }) => indicator === "resolution_rate");
    expect(resolution?.change).toMatchObject({ effect: "worse", test: { evidence: true } });
    expect(resolution?.net?.test.evidence).toBe(false);
  });

  it("measure the ranges of the standard as the rows do, counted independently of any SQL", async () => {
    const found = analysis(await evaluated("after-sales-standard", "2026-10"), "comparison");
    const made = months.slice(-6);
    const teams = new Map(months.flatMap(({ tickets }) => tickets.map(({ ticket_id, team }) => [ticket_id, team])));
    const of = (months: typeof made, treated: boolean) => {
      const inGroup = ({ ticket_id }: { ticket_id: number }): boolean => (teams.get(ticket_id) === TRIAL) === treated;
      const checks = months.flatMap(({ spot_checks }) => spot_checks.filter(inGroup));
      const ratings = months.flatMap(({ survey_answers }) =>
        survey_answers.filter(inGroup).flatMap(({ rating }) => (rating === null ? [] : [rating])),
      );
      return { compliance: share(checks, ({ compliant }) => compliant), rating: mean(ratings) };
    };
    const [before, after] = [made.slice(0, 3), made.slice(3)];
    const net = (pick: (one: ReturnType<typeof of>) => number): number =>
      pick(of(after, true)) - pick(of(before, true)) - (pick(of(after, false)) - pick(of(before, false)));
    const row = (id: string) => found.rows.find(({ indicator }) => indicator === id);
    expect(row("service_compliance")?.net?.value).toBeCloseTo(
      net(({ compliance }) => compliance),
      9,
    );
    expect(row("customer_satisfaction")?.net?.value).toBeCloseTo(
      net(({ rating }) => rating),
      9,
    );
  });

  it("compare an investigated range with the one before and with last year's", async () => {
    const scope = { issue_type: "fault", filter: "complaints" };
    const evaluation = await evaluated("after-sales-investigation", "2026-10-03..2026-10-19", scope);
    expect(evaluation.previous?.id).toBe("2026-09-16..2026-10-02");
    expect(evaluation.lastYear?.id).toBe("2025-10-03..2025-10-19");
    const before = analysis(evaluation, "comparison", "against-range-before");
    expect([before.before.id, before.after.id]).toEqual(["2026-09-16..2026-10-02", "2026-10-03..2026-10-19"]);
    const year = analysis(evaluation, "comparison", "against-last-year");
    expect(year.before.id).toBe("2025-10-03..2025-10-19");
    expect(year.rows.find(({ indicator }) => indicator === "resolution_rate")?.before.n).toBeGreaterThan(0);
    expect(year.rows.find(({ indicator }) => indicator === "call_answer_rate")?.why).toBe("not-in-scope");
    // Counted from the rows: tickets about a fault with a complaint, confirmed or not.
    const [first, last] = [Date.parse("2026-10-03T00:00:00+08:00"), Date.parse("2026-10-20T00:00:00+08:00")];
    const tickets = months
      .flatMap((one) => one.tickets)
      .filter(({ created_at, issue_type, complaint }) => {
        const at = created_at.getTime();
        return at >= first && at < last && issue_type === "fault" && complaint;
      });
    const resolution = evaluation.indicators.find(({ indicator }) => indicator === "resolution_rate");
    expect((resolution?.n ?? 0) + (resolution?.missing ?? 0)).toBe(tickets.length);
  });
});

describe("providers", () => {
  it("work on what is done at the customer's home", () => {
    const tickets = [...generateSample({ ...SAMPLE, months: 3 })].flatMap((one) => one.tickets);
    const outsourced = tickets.filter(({ supplier }) => supplier !== null);
    expect(outsourced.length / tickets.length).toBeGreaterThan(0.25);
    expect(outsourced.length / tickets.length).toBeLessThan(0.45);
    const kinds = new Set(outsourced.map(({ issue_type }) => issue_type ?? "not recorded"));
    expect([...kinds].sort()).toEqual(["fault", "installation", "not recorded", "spare_parts"]);
  });
});
