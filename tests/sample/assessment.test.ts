import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/calendar/periods.ts";
import { collect } from "../../src/collect/collect.ts";
import type { Cut, Snapshot } from "../../src/collect/snapshot.ts";
import { compose } from "../../src/compose/compose.ts";
import { lintModel } from "../../src/compose/lint.ts";
import { type LocaleBundle, loadLocale } from "../../src/compose/locale.ts";
import type { Model } from "../../src/compose/model.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { localText } from "../../src/config/schema/text.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import { renderEdition } from "../../src/render/render.ts";
import { ASSESSMENT } from "../../src/sample/assessment/index.ts";
import { AGENTS, LEADERS } from "../../src/sample/assessment/people.ts";
import type { RatingRow } from "../../src/sample/assessment/rows.ts";
import { loadSample } from "../../src/sample/sample.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { openWithPdfjs, sharedPress, TEMPLATES, textByPdfjs } from "../helpers/printing.ts";

const SAMPLE = { seed: 7, lastMonth: "2026-10", months: 4 } as const;
const CALENDAR = { zone: "Asia/Shanghai", weekStarts: "monday", fiscalYearStarts: 1 } as const;
const PEOPLE = [...AGENTS, ...LEADERS];

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let config: Config;
let locales: LocaleBundle[];
beforeAll(async () => {
  database = await openTestDatabase();
  await loadSample(database.warehouse, { ...SAMPLE, stories: [ASSESSMENT] });
  config = await loadConfig(resolve(import.meta.dirname, "../.."));
  locales = await Promise.all(["en", "zh-CN"].map((tag) => loadLocale(tag)));
});
afterAll(() => database.close());

interface Edition {
  snapshot: Snapshot;
  evaluation: Evaluation;
  models: Model[];
}

async function edition(report: string, scope: Cut, period = "2026-10", used: Config = config): Promise<Edition> {
  const snapshot = await database.warehouse.read((session) =>
    collect(used, { report, period: parsePeriod(period, CALENDAR), scope }, session, {
      now: new Date("2026-11-02T00:00:00Z"),
      server: "PostgreSQL",
    }),
  );
  const evaluation = evaluate(snapshot, used);
  const models = locales.map((locale) =>
    compose(evaluation, snapshot, used, { locale, revision: 1, version: "0.1.0" }),
  );
  return { snapshot, evaluation, models };
}

/** Names and ids of everybody but this person that a text contains. */
const othersIn = (text: string, own: string): string[] =>
  PEOPLE.filter(({ id }) => id !== own).flatMap(({ id, en, zh }) =>
    [new RegExp(`(?<![A-Za-z0-9])${id}(?![A-Za-z0-9])`), new RegExp(en, "i"), new RegExp(zh)].flatMap((pattern) =>
      pattern.test(text) ? [`${id} ${pattern.source}`] : [],
    ),
  );

describe("an edition about one agent", () => {
  it("holds nobody else's name, id or figures: every agent's month, snapshot, evaluation and both documents", async () => {
    for (const { id } of AGENTS) {
      const { snapshot, evaluation, models } = await edition("agent-assessment-monthly", { agent: id });
      const files = [snapshot, evaluation, ...models].map((file) => JSON.stringify(file));
      for (const file of files) expect(othersIn(file, id)).toEqual([]);
      expect(files[0]).toContain(AGENTS.find((agent) => agent.id === id)?.zh);
      expect(snapshot.members.agent).toBeUndefined();
      expect(snapshot.members.rater).toBeUndefined();
      expect(snapshot.measurements.some(({ cut }) => "agent" in cut || "rater" in cut)).toBe(false);
    }
  });

  it("takes colleagues out of the words of incidents, and leaves the rest of them", async () => {
    const told: string[] = [];
    for (const { id } of AGENTS.filter((_, at) => at % 3 === 0)) {
      const { snapshot } = await edition("agent-assessment-quarterly", { agent: id }, "2026-Q3");
      const record = snapshot.analyses.find(({ id: of }) => of === "incidents");
      if (record?.kind !== "listing") throw new Error("no incidents");
      told.push(...record.rows.map((row) => row.join(" ")));
    }
    expect(told.length).toBeGreaterThan(5);
    expect(told.some((text) => text.includes("[name]"))).toBe(true);
    for (const text of told) expect(text.length).toBeGreaterThan(40);
  });

  it("knows its own place in the ranking, and compares no raters", async () => {
    const { evaluation } = await edition("agent-assessment-monthly", { agent: "A07" });
    const ranking = evaluation.analyses.find(({ kind }) => kind === "ranking");
    expect(ranking).toMatchObject({ members: [], own: { member: "A07", place: { rank: 1 } } });
    expect(evaluation.analyses.some(({ kind }) => kind === "agreement")).toBe(false);
  });

  it("says that a role did not rate, and what its weight does", async () => {
    const { snapshot, models } = await edition("agent-assessment-monthly", { agent: "A05" });
    const rating = snapshot.measurements.find(
      ({ indicator, period, cut }) =>
        indicator === "agent_communication" && period === "2026-10" && Object.keys(cut).length === 0,
    );
    expect(rating?.weighted?.missingWeight).toBeCloseTo(0.3, 12);
    expect(JSON.stringify(models[0]?.sections)).toMatch(/30(\.0)?% of (its|the) weight/);
    expect(JSON.stringify(models[1]?.sections)).toMatch(/30(\.0)?%/);
  });
});

describe("printed", () => {
  const press = sharedPress();

  it("the document and what is attached to it hold nobody else either", async () => {
    const { snapshot, models } = await edition("agent-assessment-monthly", { agent: "A15" });
    for (const model of models) {
      const options = { ...press, theme: config.theme, root: config.root, templatesDir: TEMPLATES };
      const formats = model.edition.locale === "en" ? (["pdf", "html", "json"] as const) : (["pdf"] as const);
      const files = await renderEdition(model, snapshot, { ...options, formats: [...formats] });
      expect(files.map(({ extension }) => extension).sort()).toEqual([...formats].sort());
      for (const { extension, bytes } of files) {
        if (extension !== "pdf") {
          // Fonts and the like are long runs of letters in which any id may occur.
          const words = Buffer.from(bytes)
            .toString()
            .replace(/base64,[A-Za-z0-9+/=]+/g, "");
          expect(othersIn(words, "A15")).toEqual([]);
          continue;
        }
        const text = (await textByPdfjs(bytes)).join("\n");
        expect(text).toContain(model.edition.locale === "en" ? "HanXueying" : "韩雪莹");
        for (const { id, en, zh } of PEOPLE.filter((person) => person.id !== "A15")) {
          expect(text).not.toContain(en.replace(" ", ""));
          expect(text).not.toContain(zh);
          expect(text).not.toContain(`agent=${id}`);
        }
        const attached = Object.values((await (await openWithPdfjs(bytes)).getAttachments()) ?? {});
        expect(attached.length).toBeGreaterThanOrEqual(2);
        for (const { content } of attached as { content: Uint8Array }[]) {
          expect(othersIn(Buffer.from(content).toString(), "A15")).toEqual([]);
        }
      }
    }
  });
});

describe("the overview", () => {
  it("names agents and raters, as its report allows, and finds the lenient one", async () => {
    const { evaluation, snapshot } = await edition("agent-assessment-quarterly", {}, "2026-Q3");
    const agreement = evaluation.analyses.find(({ kind }) => kind === "agreement");
    if (agreement?.kind !== "agreement") throw new Error("no agreement");
    const lenient = agreement.deviations?.filter(({ verdict }) => verdict === "lenient") ?? [];
    expect(lenient.map(({ member, role }) => [member, role])).toEqual([["TL3", "supervisor"]]);
    expect(lenient[0]?.deviation).toBeGreaterThan(0.5);
    expect(agreement.roles.map(({ role }) => role).sort()).toEqual(["customer", "peer", "supervisor"]);
    expect(snapshot.labels.agent?.A07).toEqual({ en: "Lin Siyuan", "zh-CN": "林思远" });
  });

  it("tells nobody apart where the report withholds people: raters are numbered within their role", async () => {
    const report = config.reports["agent-assessment-monthly"];
    if (report === undefined) throw new Error("no report");
    const withheld: Config = {
      ...config,
      reports: { ...config.reports, "agent-assessment-monthly": { ...report, personal: "withheld" } },
    };
    const { snapshot, evaluation, models } = await edition("agent-assessment-monthly", {}, "2026-10", withheld);
    for (const file of [snapshot, evaluation, ...models]) expect(othersIn(JSON.stringify(file), "")).toEqual([]);
    const english = JSON.stringify(models[0]);
    expect(english).toMatch(/Supervisor \d/);
    expect(english).not.toContain("Agents of the month");
  });
});

describe("probation", () => {
  const decided = async (agent: string): Promise<string | null | undefined> =>
    (await edition("agent-assessment-probation", { agent, filter: "on_probation" }, "2026-08-01..2026-10-31"))
      .evaluation.decision?.outcome;

  it("is passed, extended and failed by the stated rules", async () => {
    expect(await decided("A22")).toBe("pass");
    expect(await decided("A23")).toBe("extend");
    expect(await decided("A24")).toBe("fail");
  });
});

describe("the shipped configuration", () => {
  it("is described as it is: every rule and every weight stands in its page", async () => {
    const page = await readFile(resolve(import.meta.dirname, "../../docs/scorecards/agent-assessment.md"), "utf8");
    for (const { id } of config.playbooks["agent-assessment"]?.rules ?? []) expect(page).toContain(`| \`${id}\` |`);
    for (const id of Object.keys(config.reports).filter((one) => one.startsWith("agent-assessment-"))) {
      expect(page).toContain(`| \`${id}\` |`);
    }
    for (const { indicators } of Object.values(config.scorecards["agent-assessment"]?.versions[0]?.dimensions ?? {})) {
      for (const [id, { weight, bands, baseline, target }] of Object.entries(indicators)) {
        const name = localText(config.indicators[id]?.name ?? "", "en").replace(/[()]/g, "\\$&");
        expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${weight} \\|`));
        expect([bands?.[1], bands?.[2]]).toEqual([target, baseline]);
      }
    }
  });

  it("anchors every rating on five levels, each in both languages and none twice", () => {
    const rated = Object.values(config.indicators).filter(({ dataset }) => dataset === "agent_ratings");
    expect(rated).toHaveLength(5);
    const texts = rated.flatMap(({ anchors }) => {
      expect(Object.keys(anchors ?? {})).toEqual(["1", "2", "3", "4", "5"]);
      return Object.values(anchors ?? {}).flatMap((text) => [localText(text, "en"), localText(text, "zh-CN")]);
    });
    expect(new Set(texts).size).toBe(50);
  });
});

describe("the sample's story", () => {
  it("is the same for the same seed, and every rating stands on the scale", () => {
    const ratings = (seed: number): RatingRow[] =>
      [...ASSESSMENT.months({ ...SAMPLE, seed })].flatMap(({ rows }) => rows.assessment_ratings as RatingRow[]);
    expect(ratings(7)).toEqual(ratings(7));
    expect(ratings(8)).not.toEqual(ratings(7));
    for (const { rating, rater_id: rater, agent_id: agent, role } of ratings(7)) {
      expect([1, 2, 3, 4, 5]).toContain(rating);
      expect(rater === agent).toBe(role === "self");
    }
  });

  it("keeps words and figures in agreement, in both languages", async () => {
    for (const scope of [{}, { agent: "A15" }, { team: "kitchen" }]) {
      const { models } = await edition("agent-assessment-monthly", scope);
      for (const [at, model] of models.entries()) {
        const locale = locales[at];
        if (locale !== undefined) expect(lintModel(model, locale)).toEqual([]);
      }
    }
  });
});
