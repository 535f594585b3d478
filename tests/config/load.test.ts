import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entryOf, loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/yaml-file.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { PROJECT, SMALL_CONFIG, SMALL_PROJECT, withProject } from "../helpers/project.ts";

async function problemsOf(files: Record<string, string>): Promise<Problem[]> {
  return withProject(files, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof PeriodicalError)) throw error ?? new Error("the configuration was accepted");
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.exitCode).toBe(3);
    return error.details as Problem[];
  });
}

/** The small configuration with one text exchanged; fails when the text is not there. */
function changed(from: string, to: string): Record<string, string> {
  expect(SMALL_CONFIG).toContain(from);
  return { "periodical.yaml": PROJECT, "config/service.yaml": SMALL_CONFIG.replace(from, to) };
}

describe("loadConfig", () => {
  it("merges files, fills defaults and fingerprints the whole", async () => {
    const [one, other] = await withProject(
      { ...SMALL_PROJECT, "config/look/theme.yml": 'theme: { colours: { ink: "#000000" } }' },
      async (root) => [await loadConfig(root), await loadConfig(root)],
    );
    expect(one?.project).toMatchObject({ locales: ["en"], output: "output", warehouse: { url_env: "DATABASE_URL" } });
    expect(one?.theme.colours).toMatchObject({ ink: "#000000", good: "#1b7f5c" });
    expect(one?.reports.monthly?.history).toBe(13);
    expect(one?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });

  it("lists ten problems of several files at once, each at its line, key and with a hint", async () => {
    const problems = await problemsOf({
      "periodical.yaml": "organisation: Test\ntimezone: Mars/Olympus\nlocale: [en]\n",
      "config/a.yaml": [
        "datasets:",
        "  tickets:",
        "    name: Tickets",
        "    source: { tabel: tickets }",
        "    time: { colum: created_at }",
        "    dimensions:",
        "      team: { nam: Team }",
        "indicators:",
        "  speed:",
        "    kind: avg",
        "    name: Speed",
      ].join("\n"),
      "config/b.yaml": [
        "reports:",
        "  monthly:",
        "    title: Review",
        "    scorecard: service",
        "    cadence: monthly",
        "    history: -3",
        "    breakdown: [team]",
      ].join("\n"),
    });
    const lines = problems.map((problem) => `${problem.file}:${problem.line} ${problem.key}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        "periodical.yaml:2 timezone",
        "periodical.yaml:3 locale",
        "config/a.yaml:4 datasets.tickets.source.tabel",
        "config/a.yaml:5 datasets.tickets.time.column",
        "config/a.yaml:5 datasets.tickets.time.colum",
        "config/a.yaml:7 datasets.tickets.dimensions.team.nam",
        "config/a.yaml:10 indicators.speed.kind",
        "config/b.yaml:5 reports.monthly.cadence",
        "config/b.yaml:6 reports.monthly.history",
        "config/b.yaml:7 reports.monthly.breakdown",
      ]),
    );
    const unknown = problems.find((problem) => problem.key === "periodical.yaml" || problem.key === "locale");
    expect(unknown).toMatchObject({ message: 'Unknown key "locale".', hint: 'Did you mean "locales"?' });
    expect(problems.every((problem) => problem.hint.length > 0)).toBe(true);
  });

  it("says which file is not YAML and where", async () => {
    const [problem] = await problemsOf({
      "periodical.yaml": PROJECT,
      "config/a.yaml": "reports:\n  a: [1, 2\n  b: 3\n",
    });
    expect(problem).toMatchObject({ file: "config/a.yaml" });
    expect(problem?.line).toBeGreaterThan(1);
    expect(problem?.message).toContain("not valid YAML");
  });

  it.each([
    ["an alias without its anchor", "datasets: *nope\n", "anchor"],
    [
      "aliases of aliases that would fill the memory",
      `a: &a [${"x,".repeat(9)}]\n${["b", "c", "d", "e"].map((key, i) => `${key}: &${key} [${`*${"abcd"[i]},`.repeat(9)}]\n`).join("")}`,
      "alias",
    ],
    ["two documents in one file", "reports: {}\n---\nreports: {}\n", "one document"],
  ])("%s is a problem of the file, not a defect", async (_, yaml, said) => {
    const problems = await problemsOf({ "periodical.yaml": PROJECT, "config/a.yaml": yaml });
    expect(problems).toMatchObject([{ file: "config/a.yaml", message: expect.stringContaining("not valid YAML") }]);
    expect(`${problems[0]?.message} ${problems[0]?.hint}`).toContain(said);
  });

  it("explains a key by its description, wherever the schema has it, and a bad id by its alphabet", async () => {
    const problems = await problemsOf({
      "periodical.yaml": `${PROJECT}fiscal_year_starts: 13\n`,
      "config/a.yaml": "indicators:\n  Speed: {}\n",
    });
    const hintAt = (key: string) => problems.find((problem) => problem.key === key)?.hint;
    expect(hintAt("fiscal_year_starts")).toBe("Month in which quarters and years are counted from.");
    expect(hintAt("indicators.Speed")).toMatch(/^Use lower-case letters/);
  });

  it("takes no name that every object has for one that somebody defined", async () => {
    const problems = await problemsOf(changed("[team, channel]", "[constructor]"));
    expect(problems).toMatchObject([{ key: "reports.monthly.breakdowns[0]" }]);
    await withProject(SMALL_PROJECT, async (root) => {
      const config = await loadConfig(root);
      expect(() => entryOf(config, "reports", "constructor")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    });
  });

  it("reads files that are links, once, and misses none silently", async () => {
    await withProject({ ...SMALL_PROJECT, "config/..data/theme.yaml": "theme: { page: Letter }" }, async (root) => {
      await symlink("..data/theme.yaml", join(root, "config/theme.yaml"));
      expect((await loadConfig(root)).theme.page).toBe("Letter");
      await symlink("nowhere.yaml", join(root, "config/more.yaml"));
      await expect(loadConfig(root)).rejects.toMatchObject({ code: "CONFIG_INVALID", where: "config/more.yaml" });
    });
    await withProject({ "periodical.yaml": PROJECT, config: "a file" }, async (root) => {
      await expect(loadConfig(root)).rejects.toMatchObject({ code: "CONFIG_INVALID", where: "config" });
    });
  });

  it("says that there is no project", async () => {
    await withProject({}, async (root) => {
      await expect(loadConfig(root)).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("no periodical.yaml"),
      });
    });
  });

  it("refuses an id defined in two files and names the other file", async () => {
    const problems = await problemsOf({ ...SMALL_PROJECT, "config/zz.yaml": SMALL_CONFIG });
    expect(problems.map((problem) => problem.key)).toContain("indicators.speed");
    expect(problems[0]?.message).toContain("config/service.yaml");
  });
});

describe("what no entry can know alone", () => {
  it.each([
    // text in the file, what it becomes, what is said, text of the line that is named
    ["weight: 40", "weight: 30", "The weights sum to 90, not to 100.", "        dimensions:\n"],
    ["[1, 1.5, 2, 3]", "[1, 2, 1.5, 3]", "limits must rise", "speed: { weight"],
    ["[1, 1.5, 2, 3]", "[{ band: excellent, to: 1 }, { band: unacceptable, from: 2 }]", "gap", "speed: { weight"],
    ["[1, 1.5, 2, 3]", "[{ band: excellent, to: 2 }, { band: unacceptable, from: 1 }]", "overlap", "speed: { weight"],
    ["scorecard: service", "scorecard: servise", 'There is no scorecard "servise".', "scorecard: servise"],
    ["[team, channel]", "[team, chanel]", '"chanel"', "[team, chanel]"],
    ["target: 1.5", "target: 2.5", "worse than the baseline", "speed: { weight"],
    ["target: 0.85", "target: 85", "no share", "solved: { weight"],
    ["dataset: tickets\n    value", "dataset: ticket\n    value", 'There is no dataset "ticket".', "dataset: ticket\n"],
  ])("%s → %s", async (from, to, message, lineText) => {
    const files = changed(from, to);
    const problems = await problemsOf(files);
    const found = problems.find((problem) => problem.message.toLowerCase().includes(message.toLowerCase()));
    expect(found, JSON.stringify(problems, null, 1)).toBeDefined();
    expect(found?.hint).not.toBe("");
    const text = files["config/service.yaml"] ?? "";
    expect(found?.line).toBe(text.slice(0, text.indexOf(lineText)).split("\n").length);
  });

  it("finds a named entry or proposes the nearest", async () => {
    await withProject(SMALL_PROJECT, async (root) => {
      const config = await loadConfig(root);
      expect(entryOf(config, "reports", "monthly").cadence).toBe("month");
      expect(() => entryOf(config, "reports", "montly")).toThrow(
        expect.objectContaining({ code: "NOT_FOUND", hint: 'Did you mean "monthly"?' }),
      );
    });
  });
});
