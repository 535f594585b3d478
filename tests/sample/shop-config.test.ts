import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { localText } from "../../src/config/schema/text.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("the e-commerce scorecard", () => {
  let config: Config;
  let page: string;
  beforeAll(async () => {
    config = await loadConfig(ROOT);
    page = await readFile(join(ROOT, "docs/scorecards/ecommerce-service.md"), "utf8");
  });
  const dimensions = () => Object.values(config.scorecards["ecommerce-service"]?.versions[0]?.dimensions ?? {});
  const scored = () => dimensions().flatMap(({ indicators }) => Object.entries(indicators));

  it("has four dimensions and everything the standard asks for", () => {
    expect(dimensions().map(({ name }) => localText(name, "en"))).toEqual([
      "Efficiency",
      "Effect",
      "Attitude and expertise",
      "Satisfaction and loyalty",
    ]);
    expect(scored()).toHaveLength(18);
    expect(config.indicators.shop_escalation_rate?.direction).toBe("lower_is_better");
    expect(config.indicators.shop_nps?.kind).toBe("nps");
  });

  it("puts target and baseline on edges of bands", () => {
    for (const [id, { bands, baseline, target }] of scored()) {
      expect(bands?.[1], id).toBe(target);
      expect(bands?.[2], id).toBe(baseline);
    }
  });

  it("is described by its page: weights, rules and closer looks", () => {
    for (const [id, { weight }] of scored()) {
      const name = localText(config.indicators[id]?.name ?? "", "en").replace(/[()]/g, "\\$&");
      expect(page).toMatch(new RegExp(`\\| ${name} \\|.*\\| ${weight} \\|`));
    }
    for (const { id } of config.playbooks["ecommerce-service"]?.rules ?? []) expect(page).toContain(`| \`${id}\` |`);
    for (const report of ["ecommerce-service-monthly", "ecommerce-service-quarterly"]) {
      expect(page).toContain(`\`${report}\``);
      for (const { id, kind } of config.reports[report]?.analyses ?? []) {
        expect(page).toContain(`| \`${id}\` | \`${kind}\` |`);
      }
    }
  });

  it("verifies measures by members its datasets have", () => {
    for (const { id, measure } of config.playbooks["ecommerce-service"]?.rules ?? []) {
      const { verification } = measure;
      if (verification?.indicator === undefined) continue;
      const dataset = config.datasets[config.indicators[verification.indicator]?.dataset ?? ""];
      for (const [dimension, member] of Object.entries(verification.cut)) {
        expect(Object.keys(dataset?.dimensions[dimension]?.labels ?? {}), id).toContain(member);
      }
    }
  });

  it("speaks both languages in every text", async () => {
    for (const folder of ["datasets", "indicators", "scorecards", "playbooks", "reports"]) {
      const text = await readFile(join(ROOT, "config", folder, "ecommerce-service.yaml"), "utf8");
      expect(text.match(/\ben: /g)?.length, folder).toBe(text.match(/zh-CN: /g)?.length);
    }
  });
});
