import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { proposalsPatch, unifiedDiff } from "../../src/baselines/patch.ts";
import { type Reviewed, reviewAll } from "../../src/baselines/review-all.ts";
import { proposalsYaml } from "../../src/baselines/version-yaml.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { openTestDatabase } from "../helpers/postgres.ts";
import { SMALL_CONFIG, SMALL_PROJECT, withProject } from "../helpers/project.ts";

const NOW = new Date("2026-11-02T02:00:00Z");

/** Adds what a unified diff adds, after checking that the lines around it are those of the file. */
function apply(patch: string, text: string): string {
  const lines = text.split("\n");
  const out: string[] = [];
  let at = 0;
  for (const line of patch.split("\n").slice(2)) {
    const hunk = /^@@ -(\d+),/.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - 1;
      out.push(...lines.slice(at, start));
      at = start;
    } else if (line.startsWith("+")) out.push(line.slice(1));
    else if (line.startsWith(" ")) {
      expect(lines[at]).toBe(line.slice(1));
      out.push(line.slice(1));
      at += 1;
    }
  }
  return [...out, ...lines.slice(at)].join("\n");
}

/** Two years of tickets: solved ever more often, answered as slowly as ever. */
describe("proposals for the next version of the rules", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.warehouse.write((client) =>
      client.query(`create table tickets as
        select day + n * interval '10 minutes' as created_at, 1.9 + (n % 7 - 3) * 0.1 as hours,
          n % 100 < 90 + extract(year from day) - 2025 as solved, 'north' as team, 'phone' as channel
        from generate_series(timestamptz '2024-10-01 00:00+08', '2026-10-31 00:00+08', interval '1 day') as day,
          generate_series(0, 99) as n`),
    );
  });
  afterAll(() => database.close());

  const effects = () => ({
    now: NOW,
    server: database.warehouse.server,
    read: database.warehouse.read,
    onStep: () => undefined,
  });
  const review = (config: Config, named: string[] | null = null, quarter = "2026-Q3"): Promise<Reviewed> =>
    reviewAll(config, named, quarter, effects());

  it("parse, hold together when they are added, and score the next quarter by the levels proposed", async () => {
    await withProject(SMALL_PROJECT, async (root) => {
      const config = await loadConfig(root);
      const { found, leftOut } = await review(config);
      expect(leftOut).toEqual([]);
      const yaml = proposalsYaml(found, config.indicators);
      expect(yaml).toContain("# raise: every ordinary month keeps the proposed level");
      expect(yaml).toContain("same quarter last year: 0.9, this one is better");
      expect(yaml).toContain("It would begin on 2026-10-01, which has passed");
      const versions = parse(yaml).scorecards.service.versions as unknown[];
      expect(versions).toHaveLength(1);

      const text = SMALL_CONFIG;
      const patched = apply(await proposalsPatch(root, found, config.indicators), text);
      await writeFile(join(root, "config/service.yaml"), patched);
      const adopted = await loadConfig(root);
      const [before, after] = adopted.scorecards.service?.versions ?? [];
      expect(after?.effective_from).toBe("2026-10-01");
      const solved = after?.dimensions.quality?.indicators.solved;
      expect(solved?.baseline).toBeGreaterThan(0.8);
      expect(solved?.bands).toEqual(found[0]?.proposals.find(({ indicator }) => indicator === "solved")?.bands);
      expect(after?.dimensions.response?.indicators.speed).toMatchObject({ weight: 40, target: 1.5 });
      expect(before?.effective_from).toBe("2020-01-01");
      // What the YAML says and what the patch adds is one and the same.
      expect(JSON.parse(JSON.stringify(after))).toMatchObject(versions[0] as object);
      // Adopted, the same review has nothing to come before any more.
      await expect(review(adopted, ["service"])).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("has rules from 2026-10-01 already"),
      });
    });
  });

  it("change nothing of the project by themselves", async () => {
    await withProject(SMALL_PROJECT, async (root) => {
      const { found } = await review(await loadConfig(root));
      expect(found).toHaveLength(1);
      expect(await readFile(join(root, "config/service.yaml"), "utf8")).toBe(SMALL_CONFIG);
    });
  });

  it("are refused for what is no closed quarter, an unknown scorecard, a quarter without rows", async () => {
    await withProject(SMALL_PROJECT, async (root) => {
      const config = await loadConfig(root);
      await expect(review(config, null, "2026-10")).rejects.toMatchObject({ code: "PERIOD_INVALID" });
      await expect(review(config, null, "2026-Q4")).rejects.toMatchObject({ code: "PERIOD_INVALID" });
      await expect(review(config, ["servise"])).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(review(config, ["service"], "2023-Q1")).rejects.toMatchObject({ code: "NO_DATA" });
      await expect(review(config, null, "2023-Q1")).rejects.toMatchObject({ code: "NO_DATA" });
    });
  });

  it("find their place in any file of config/, and say where there is none", async () => {
    const moved = {
      "periodical.yaml": SMALL_PROJECT["periodical.yaml"] ?? "",
      "config/deep/er/rules.yml": SMALL_CONFIG,
    };
    await withProject(moved, async (root) => {
      const config = await loadConfig(root);
      const { found } = await review(config);
      const patch = await proposalsPatch(root, found, config.indicators);
      expect(patch).toMatch(/^--- a\/config\/deep\/er\/rules\.yml\n\+\+\+ b\/config\/deep\/er\/rules\.yml\n@@ /);
      const oneLine = "scorecards: { service: { name: x, versions: [{ effective_from: 2020-01-01 }] } }\n";
      await mkdir(dirname(join(root, "config/deep/er/rules.yml")), { recursive: true });
      await writeFile(join(root, "config/deep/er/rules.yml"), oneLine);
      await expect(proposalsPatch(root, found, config.indicators)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    });
  });
});

describe("unifiedDiff", () => {
  it("adds lines in the middle and at the end, with their surroundings", () => {
    const text = "a\nb\nc\nd\ne\n";
    const patch = unifiedDiff("f.yaml", text, [
      { after: 5, lines: ["z"] },
      { after: 2, lines: ["x", "y"] },
    ]);
    expect(patch).toBe(
      "--- a/f.yaml\n+++ b/f.yaml\n@@ -1,5 +1,7 @@\n a\n b\n+x\n+y\n c\n d\n e\n@@ -3,3 +5,4 @@\n c\n d\n e\n+z\n",
    );
  });

  it("gives a last line without an end one", () => {
    expect(unifiedDiff("f.yaml", "a\nb", [{ after: 2, lines: ["c"] }])).toBe(
      "--- a/f.yaml\n+++ b/f.yaml\n@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n",
    );
  });
});
