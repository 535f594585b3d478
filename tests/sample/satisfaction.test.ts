import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { classifier } from "../../src/collect/themes/classify.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { localText } from "../../src/config/schema/text.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation, IndicatorResult } from "../../src/evaluate/evaluation.ts";
import { SATISFACTION } from "../../src/sample/satisfaction/index.ts";
import type { Answer, ServiceOccasion } from "../../src/sample/satisfaction/rows.ts";
import { COMPLAINTS, CONTENT } from "../../src/sample/satisfaction/texts.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { loadStory } from "../helpers/story.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SAMPLE = { seed: 7, lastMonth: "2026-10", months: 15 } as const;
const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;

describe("the satisfaction survey of the sample", () => {
  const made = [...SATISFACTION.months(SAMPLE)];
  const last = made.at(-1);
  const answersOf = (index: number) => (made.at(index)?.rows.satisfaction_answers ?? []) as readonly Answer[];

  it("is the same for equal options, another for another seed, and holds nothing after its end", () => {
    const few = (seed: number) => JSON.stringify([...SATISFACTION.months({ ...SAMPLE, seed, months: 3 })]);
    const first = few(7);
    expect(few(7) === first).toBe(true);
    expect(few(8) === first).toBe(false);
    const end = last?.month.endMs ?? 0;
    const late = made.flatMap(({ rows }) => [
      ...(rows.satisfaction_invitations as { invited_at: Date }[]).filter((row) => row.invited_at.getTime() >= end),
      ...(rows.satisfaction_answers as { answered_at: Date }[]).filter((row) => row.answered_at.getTime() >= end),
    ]);
    expect(late).toEqual([]);
  });

  it("refers only to what exists, asks a customer once a month, and keeps to the scales", () => {
    const customers = new Set<number>();
    const invitations = new Set<number>();
    for (const { rows } of made) {
      for (const { customer_id } of rows.satisfaction_customers as { customer_id: number }[])
        customers.add(customer_id);
      const strangers = (rows.satisfaction_occasions as readonly ServiceOccasion[]).filter(
        ({ customer_id }) => !customers.has(customer_id),
      );
      expect(strangers).toEqual([]);
      const asked = rows.satisfaction_invitations as { invitation_id: number; customer_id: number }[];
      expect(new Set(asked.map(({ customer_id }) => customer_id)).size).toBe(asked.length);
      for (const { invitation_id } of asked) invitations.add(invitation_id);
      const impossible = (rows.satisfaction_answers as readonly Answer[]).filter(
        ({ invitation_id, kept_informed: informed, recommend }) =>
          !invitations.has(invitation_id) ||
          ![1, 2, 3, 4, 5].includes(informed ?? 3) ||
          (recommend ?? 0) < 0 ||
          (recommend ?? 0) > 10,
      );
      expect(impossible).toEqual([]);
    }
  });

  it("has hasty forms of one number throughout, and open answers in both languages", () => {
    const all = made.flatMap(({ rows }) => rows.satisfaction_answers as readonly Answer[]);
    const hasty = all.filter(({ seconds_taken: seconds }) => seconds < 25);
    expect(hasty.length / all.length).toBeGreaterThan(0.01);
    for (const { politeness, proactive, overall } of hasty) expect([politeness, proactive]).toEqual([overall, overall]);
    const written = answersOf(-1).flatMap(({ open_answer: text }) => text ?? []);
    expect(written.some((text) => /\p{Script=Han}/u.test(text))).toBe(true);
    expect(written.some((text) => !/\p{Script=Han}/u.test(text))).toBe(true);
  });
});

/** The shipped configuration on the sample, from the warehouse to the findings a reader gets. */
describe("the satisfaction review of the sample", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let config: Config;
  const snapshots = new Map<string, Snapshot>();
  let month: Evaluation;

  beforeAll(async () => {
    database = await openTestDatabase();
    config = await loadConfig(ROOT);
    await loadStory(database.warehouse, SATISFACTION, SAMPLE);
    for (const [report, period] of [
      ["satisfaction-monthly", "2026-10"],
      ["satisfaction-quarterly", "2026-Q3"],
    ] as const) {
      const taken = await database.warehouse.read((session) =>
        collect(config, { report, period: parsePeriod(period, CALENDAR), scope: {} }, session, {
          now: new Date("2026-11-01T02:00:00+08:00"),
          server: database.warehouse.server,
        }),
      );
      snapshots.set(report, taken);
    }
    month = evaluate(snapshots.get("satisfaction-monthly") as Snapshot, config);
  });
  afterAll(() => database.close());

  const resultOf = (id: string, { indicators }: Evaluation = month): IndicatorResult => {
    const result = indicators.find(({ indicator }) => indicator === id);
    if (result === undefined) throw new Error(`${id} was not evaluated`);
    return result;
  };
  const analysis = <Kind extends Evaluation["analyses"][number]["kind"]>(kind: Kind) =>
    month.analyses.find((result): result is Extract<typeof result, { kind: Kind }> => result.kind === kind);

  it("finds what weighs most: customers with a complaint are not kept informed", () => {
    const [first] = month.weaknesses;
    expect(first).toMatchObject({
      subject: "sat_kept_informed",
      cause: { dimension: "occasion", member: "complaint" },
    });
    expect(month.measures[0]).toMatchObject({ rule: "inform-complainants" });
    expect(resultOf("sat_kept_informed").spc?.variation).toBe("concern");
    expect(resultOf("sat_online_stable").spc?.variation).toBe("improvement");
    expect(month.strengths.map(({ subject }) => subject)).toContain("sat_first_response");
  });

  it("weights the outcomes to the customers served: the raw figures flatter", () => {
    for (const id of ["sat_overall", "sat_nps", "sat_solved_at_once"]) {
      const { value, weighting } = resultOf(id);
      expect(weighting).toMatchObject({ kind: "population", dimension: "customer_group", missingWeight: 0 });
      expect(value).toBeLessThan(weighting?.raw ?? 0);
    }
    const { raw, difference } = resultOf("sat_overall").weighting ?? { raw: 0, difference: 0 };
    expect(difference).toBeLessThan(-0.02);
    expect(raw).toBeGreaterThan(0.6);
    expect(month.analyses.filter(({ kind }) => kind === "weighting")).toHaveLength(2);
  });

  it("measures scales of 1 to 5, 0 to 10 and yes or no in one scorecard, over five dimensions", () => {
    expect(month.dimensions.map(({ dimension }) => dimension)).toEqual([
      "response",
      "expertise",
      "attitude",
      "resolution",
      "convenience",
    ]);
    const kinds = month.indicators.map(({ indicator }) => config.indicators[indicator]?.kind);
    expect(new Set(kinds)).toEqual(new Set(["mean", "ratio", "top_box", "nps"]));
    expect(month.score.value).not.toBeNull();
  });

  it("has four dimensions whose questions hold together, and one whose do not", () => {
    const verdicts = Object.fromEntries(analysis("reliability")?.scales.map(({ id, verdict }) => [id, verdict]) ?? []);
    expect(verdicts).toEqual({
      response: "reliable",
      expertise: "reliable",
      attitude: "reliable",
      resolution: "reliable",
      convenience: "unreliable",
    });
    for (const { id, n, alpha } of analysis("reliability")?.scales ?? []) {
      expect(n).toBeLessThanOrEqual(resultOf("sat_overall").n);
      if (id !== "convenience") expect(alpha).toBeGreaterThan(0.72);
    }
  });

  it("puts keeping the customer informed where to concentrate", () => {
    const [first] = analysis("importance")?.items ?? [];
    expect(first).toMatchObject({ indicator: "sat_kept_informed", quadrant: "concentrate", clear: true });
    expect(analysis("importance")?.items).toHaveLength(19);
  });

  it("hears high-value customers three times as often as new ones, and says so", () => {
    const { survey } = month.sampling;
    const rate = (group: string) => survey?.groups.find((one) => one.group === group)?.response?.rate ?? 0;
    expect(rate("high_value")).toBeGreaterThan(2.5 * rate("new"));
    expect(survey?.response?.byGroup?.differ).toBe(true);
    expect(survey?.representativeness?.biased).toBe(true);
    expect(survey?.adequate).toBe(true);
  });

  it("reads the open answers: what is missing is news; a third names no theme, many of them only to deny one", () => {
    const { feedback } = month;
    expect(feedback?.themes[0]).toMatchObject({ theme: "not_informed", needsAttention: true });
    expect(feedback?.dictionary?.unclassifiedShare).toBeGreaterThan(0.15);
    expect(feedback?.dictionary?.unclassifiedShare).toBeLessThan(0.45);
    expect(feedback?.dictionary?.denied).toBeGreaterThan(5);
    expect(feedback?.total).toBe((feedback?.dictionary?.answers ?? 0) - (feedback?.unclassified ?? 0));
  });

  it("changed its rules within the history: earlier periods keep theirs", () => {
    const rules = month.score.history.map((point) => point.rules);
    expect(new Set(rules)).toEqual(new Set(["2020-01-01", "2026-07-01"]));
    expect(rules.indexOf("2026-07-01")).toBe(9);
    const before = month.score.history[0];
    expect(before?.score).not.toBe(before?.underCurrentRules);
  });

  it("is printed in both languages with every word and number resting on a figure", async () => {
    for (const [report, snapshot] of snapshots) {
      const evaluation = evaluate(snapshot, config);
      for (const tag of ["en", "zh-CN"]) {
        const locale = await loadLocale(tag);
        const options = { locale, revision: 1, version: "0.0.0", customSpecs: {} };
        const model = compose(evaluation, snapshot, config, options);
        expect(lintModel(model, locale), `${report} ${tag}`).toEqual([]);
        expect(Object.values(model.charts).map(({ kind }) => kind)).toContain("scatter");
      }
    }
  });

  it("reads the texts of the sample as their writers meant them", () => {
    const dictionary = config.dictionaries.satisfaction;
    if (dictionary === undefined) throw new Error("no dictionary");
    const classify = classifier(dictionary);
    const themesOf = (text: string) => classify(text.replaceAll("{n}", "3").replaceAll("{d}", "5")).themes;
    for (const [theme, { en, zh }] of Object.entries(COMPLAINTS))
      for (const text of [...en, ...zh]) expect(themesOf(text), text).toEqual([theme]);
    for (const text of [...CONTENT.en, ...CONTENT.zh]) expect(themesOf(text), text).toEqual([]);
  });
});

describe("the page of the satisfaction scorecard", () => {
  it("describes every rule of the playbook, every weight and every theme", async () => {
    const config = await loadConfig(ROOT);
    const page = await readFile(join(ROOT, "docs/scorecards/satisfaction.md"), "utf8");
    for (const { id } of config.playbooks.satisfaction?.rules ?? []) expect(page).toContain(`| \`${id}\` |`);
    for (const { name } of Object.values(config.dictionaries.satisfaction?.themes ?? {}))
      expect(page).toContain(localText(name, "en"));
    const versions = config.scorecards.satisfaction?.versions ?? [];
    for (const [dimension, { indicators }] of Object.entries(versions.at(-1)?.dimensions ?? {})) {
      for (const [id, { weight }] of Object.entries(indicators)) {
        const before = versions[0]?.dimensions[dimension]?.indicators[id]?.weight;
        const name = localText(config.indicators[id]?.name ?? "", "en");
        expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${before} → ${weight} \\|`));
      }
    }
  });
});
