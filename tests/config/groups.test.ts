import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { PeriodicalError } from "../../src/errors.ts";
import { SMALL_PROJECT, withProject } from "../helpers/project.ts";

/** Problems found in the small project with one analysis more. */
async function problems(analysis: string): Promise<string> {
  const files = {
    ...SMALL_PROJECT,
    "config/service.yaml": `${SMALL_PROJECT["config/service.yaml"]}    analyses:\n      - ${analysis}\n`,
  };
  return withProject(files, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown as PeriodicalError,
    );
    return error === null ? "" : `${error.message}\n${JSON.stringify(error.details ?? "")}`;
  });
}

const groups = "kind: difference, id: teams, title: Teams, dimension: team, member: a, against: b";

describe("analyses of groups", () => {
  it("pass when everything they name is there", async () => {
    expect(await problems(`{ ${groups}, indicators: [solved, speed], control: channel }`)).toBe("");
    expect(await problems("{ kind: grid, id: map, title: Map, indicator: solved, rows: team, columns: channel }")).toBe(
      "",
    );
    expect(await problems("{ kind: members, id: all, title: All, dimension: team, indicators: [speed] }")).toBe("");
  });

  it("name what is not there, with the nearest that is", async () => {
    expect(await problems(`{ ${groups}, indicators: [solvd] }`)).toContain('There is no indicator "solvd"');
    expect(await problems(`{ ${groups}, indicators: [solved], control: chanel }`)).toContain(
      'Dataset "tickets" of indicator "solved" has no dimension "chanel"',
    );
    expect(await problems("{ kind: members, id: all, title: All, dimension: shift, indicators: [speed] }")).toContain(
      'has no dimension "shift"',
    );
    expect(
      await problems("{ kind: grid, id: map, title: Map, indicator: solved, rows: team, columns: hour }"),
    ).toContain('has no dimension "hour"');
  });

  it("refuse a group against itself, a control that is the dimension itself, and a map of one dimension", async () => {
    const same = "kind: difference, id: teams, title: Teams, dimension: team, member: a, against: a";
    expect(await problems(`{ ${same}, indicators: [solved] }`)).toContain("compared with itself");
    expect(await problems(`{ ${groups}, indicators: [solved], control: team }`)).toContain("no two groups to compare");
    expect(
      await problems("{ kind: grid, id: map, title: Map, indicator: solved, rows: team, columns: team }"),
    ).toContain('Rows and columns are both "team"');
  });
});
