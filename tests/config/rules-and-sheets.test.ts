import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { PeriodicalError } from "../../src/errors.ts";
import { SMALL_CONFIG, SMALL_PROJECT, withProject } from "../helpers/project.ts";

async function problemsOf(config: string, project = SMALL_PROJECT["periodical.yaml"] ?? ""): Promise<string[]> {
  const files = { "periodical.yaml": project, "config/service.yaml": config };
  return withProject(files, async (root) =>
    loadConfig(root).then(
      () => [],
      (error: PeriodicalError) => [error.message],
    ),
  );
}

describe("linear scoring", () => {
  const linear = SMALL_CONFIG.replace(
    "      - effective_from: 2020-01-01",
    "      - effective_from: 2020-01-01\n        scoring: linear",
  );

  it("needs a way from baseline to target", async () => {
    expect(await problemsOf(linear)).toEqual([]);
    const [said] = await problemsOf(linear.replace("baseline: 0.8, target: 0.85", "baseline: 0.85, target: 0.85"));
    expect(said).toContain("Baseline and target are both 0.85");
    expect(said).toContain("indicators.solved.target");
  });

  it("bands have no such need", async () => {
    expect(
      await problemsOf(SMALL_CONFIG.replace("baseline: 0.8, target: 0.85", "baseline: 0.85, target: 0.85")),
    ).toEqual([]);
  });
});

describe("an import that reads inspectors' sheets", () => {
  const sheet = `${SMALL_CONFIG.replace(
    "    time: { column: created_at }",
    `    time: { column: created_at }
    key: [id]
    inspection:
      questions:
        verdict: { label: Verdict, answers: { ok: { en: Fine, zh-CN: 合规 }, bad: { en: Wrong, zh-CN: 不合规 } } }`,
  )}imports:
  sheet:
    dataset: tickets
    header_row: 4
    columns:
      sheet_id: { from: sheet_id }
      first: { from: first_verdict, only_listed: true, values: { Fine: ok, Wrong: bad } }
`;

  it("must know every answer in every language of the project", async () => {
    expect(await problemsOf(sheet)).toEqual([]);
    const chinese = `${SMALL_PROJECT["periodical.yaml"]}locales: [en, zh-CN]\n`;
    const [said] = await problemsOf(sheet, chinese);
    expect(said).toContain('The sheet offers "合规", "不合规", which this import does not know.');
    expect(said).toContain("imports.sheet.columns.first.values");
    expect(await problemsOf(sheet.replace("Wrong: bad }", "Wrong: bad, 合规: ok, 不合规: bad }"), chinese)).toEqual([]);
  });
});
