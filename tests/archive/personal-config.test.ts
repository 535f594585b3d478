import { describe, expect, it } from "vitest";
import { filedConfig } from "../../src/archive/edition-archive.ts";
import { configForScope } from "../../src/archive/personal-config.ts";
import { configOf } from "../helpers/after-sales-config.ts";

const text = "x";
const limits = { start: { date: "2025-12-31", value: 4 }, goal: { date: "2026-12-31", value: 4.5 } };
const labels = { A07: "Zed Own", A10: "Otherina Person", A12: "Secondus Person" };

/** Two personal dimensions; everything a user may write about people, beside what is about teams. */
const config = configOf({
  datasets: {
    work: {
      name: text,
      source: { table: "service.work" },
      time: { column: "at" },
      dimensions: {
        agent: { name: text, personal: true, labels, order: ["A12", "A07", "A10"] },
        rater: { name: text, personal: true, labels: { A07: "Zed Own", L1: "Lena Leader" } },
        team: { name: text, labels: { north: "North", south: "South" }, order: ["south", "north"] },
      },
    },
  },
  indicators: {
    rating: {
      kind: "mean",
      name: text,
      definition: text,
      dataset: "work",
      value: "rating",
      unit: "score",
      scale_max: 5,
    },
  },
  goals: {
    shared: {
      name: "Shared",
      indicator: "rating",
      ...limits,
      cascade: { dimension: "agent", members: { A07: { goal: 4.6 }, A10: { goal: 4.4, owner: "Otherina's leader" } } },
    },
    own: { name: "Own", indicator: "rating", cut: { agent: "A07" }, ...limits },
    others: { name: "About Secondus", indicator: "rating", cut: { agent: "A12" }, ...limits },
    teams: {
      name: "Teams",
      indicator: "rating",
      ...limits,
      cascade: { dimension: "team", members: { north: { goal: 4.5 } } },
    },
  },
  kpis: {
    bonus: {
      name: text,
      dimension: "agent",
      subjects: { A07: {}, A10: {} },
      items: [{ id: "rating", goal: "shared", weight: 100 }],
      steps: [{ from: 1, pays: 1 }],
      awards: { month: { per_subject: 100 } },
    },
  },
  scorecards: {
    card: {
      name: text,
      versions: [
        {
          effective_from: "2020-01-01",
          dimensions: {
            all: {
              name: text,
              indicators: { rating: { weight: 100, baseline: 4, target: 4.5, bands: [4.8, 4.5, 4, 3] } },
            },
          },
        },
      ],
    },
  },
  reports: {
    monthly: {
      title: text,
      scorecard: "card",
      cadence: "month",
      personal: "named",
      goals: ["shared", "own", "others", "teams"],
      kpis: ["bonus"],
      analyses: [
        {
          kind: "difference",
          id: "pair",
          title: text,
          dimension: "agent",
          member: "A10",
          against: "A12",
          indicators: ["rating"],
        },
        {
          kind: "comparison",
          id: "trial",
          title: text,
          before: "previous",
          after: "reported",
          treated: { dimension: "agent", members: ["A07", "A10"] },
          comparison_group: { members: ["A12"] },
        },
        {
          kind: "difference",
          id: "teams",
          title: text,
          dimension: "team",
          member: "north",
          against: "south",
          indicators: ["rating"],
        },
      ],
    },
  },
});

describe("the configuration filed with an edition", () => {
  it("about one person tells of nobody else, in no place", () => {
    const filed = filedConfig(config, { agent: "A07" }, {}).toString("utf8");
    for (const other of ["A10", "A12", "Otherina", "Secondus", "L1", "Lena"]) expect(filed).not.toContain(other);
    for (const own of ["Zed Own", '"goal": 4.6', "North", "South"]) expect(filed).toContain(own);
  });

  it("about one person keeps that person's goals and bonus, and what is about teams", () => {
    const own = configForScope(config, { agent: "A07" });
    expect(Object.keys(own.goals)).toEqual(["shared", "own", "teams"]);
    expect(own.goals.shared?.cascade?.members).toEqual({ A07: { goal: 4.6 } });
    expect(own.goals.teams).toEqual(config.goals.teams);
    expect(own.kpis.bonus?.subjects).toEqual({ A07: { people: 1 } });
    expect(own.reports.monthly?.analyses[2]).toEqual(config.reports.monthly?.analyses[2]);
  });

  it("about several people is the whole of it", () => {
    expect(configForScope(config, { team: "north" })).toBe(config);
    expect(configForScope(config, {})).toBe(config);
  });
});
