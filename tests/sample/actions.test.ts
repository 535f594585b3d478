import { afterAll, beforeAll, expect, it } from "vitest";
import { collect } from "../../src/collect/collect.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { seedActions } from "../../src/sample/actions.ts";
import { readActions } from "../../src/state/actions.ts";
import { NOW, periodIn, project, table } from "../collect/project.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";

const rule = (id: string, indicator: string, more = {}) => ({
  id,
  when: { indicator },
  problem: id,
  cause: id,
  measure: { title: id, department: "Service", due_in_days: 30, ...more },
});

const levels = { baseline: 0.95, target: 0.97, bands: [0.99, 0.97, 0.95, 0.9] };
const config = project({
  zone: "UTC",
  indicators: Object.fromEntries(["a", "b", "c"].map((id) => [id, { kind: "ratio", numerator: id, unit: "percent" }])),
  scored: { a: levels, b: levels, c: levels },
  report: { playbook: "p", history: 6 },
  sections: {
    playbooks: {
      p: {
        name: "p",
        rules: ["a", "b", "c"].map((id) => rule(`better-${id}`, id, id === "b" ? { due_in_days: 90 } : {})),
      },
    },
  },
});

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
  // a is bad throughout, b as well, c is mended in the last three months.
  const rows = Array.from({ length: 10 }, (_, m) => m).flatMap((m) =>
    Array.from({ length: 50 }, (_, i) => ({
      at: `2026-${String(m + 1).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}T10:00:00Z`,
      a: i % 3 !== 0,
      b: i % 4 !== 0,
      c: m > 6 || i % 5 !== 0,
    })),
  );
  await table(database.warehouse, "items", { at: "timestamptz", a: "boolean", b: "boolean", c: "boolean" }, rows);
});
afterAll(() => database.close());

it("the sample's past has measures that are verified, overdue and recent; asked again it has no more", async () => {
  const { warehouse } = database;
  const request = { report: "r", period: periodIn(config, "2026-10"), scope: {} };
  const added = await seedActions(config, request, warehouse, { now: NOW });
  expect(added.map(({ rule: id, period }) => [id, period])).toEqual([
    // Long ago the lesser measures, then the most urgent one, at last what was left.
    ["better-c", "2026-02"],
    ["better-a", "2026-07"],
    ["better-b", "2026-09"],
  ]);
  expect(added.map(({ edition, createdBy }) => [edition, createdBy])[0]).toEqual(["r/2026-02/all", "sample"]);
  expect(await seedActions(config, request, warehouse, { now: NOW })).toEqual([]);
  const snapshot = await warehouse.read((session) =>
    collect(config, request, session, { now: NOW, server: "PostgreSQL", actions: () => readActions(session) }),
  );
  const { followUp } = evaluate(snapshot, config);
  expect(followUp?.map(({ action, status }) => [action, status])).toEqual([
    ["A-0001", "verified"],
    ["A-0002", "overdue"],
    ["A-0003", "not-yet"],
  ]);
});
