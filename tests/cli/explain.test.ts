import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainFigure } from "../../src/cli/explain-figure.ts";
import { compose } from "../../src/compose/compose.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";

let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "periodical-explain-"));
  const { snapshot, config } = afterSalesFixture();
  const model = compose(evaluate(snapshot, config), snapshot, config, {
    locale: await loadLocale("en"),
    revision: 1,
    version: "0",
  });
  for (const scope of ["all", "team=a", "team=z"]) {
    const folder = join(out, "after-sales-monthly", snapshot.period.id, scope);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "snapshot.json"), JSON.stringify(snapshot));
    await writeFile(join(folder, "model.en.json"), JSON.stringify(model));
  }
});
afterAll(() => rm(out, { recursive: true, force: true }));

describe("explainFigure", () => {
  it("means the whole scope when none is named", async () => {
    const proof = await explainFigure(out, "call_answer_rate@2026-10", {});
    expect(proof.edition).toBe("after-sales-monthly/2026-10/all");
    expect(proof.measurement).toMatchObject({ indicator: "call_answer_rate", cut: {} });
    expect(proof.query?.fingerprint).toMatch(/^[0-9a-f]{8,}$/);
    expect(proof.text).toContain(String(proof.measurement?.numerator));
  });

  it("knows no figure that nobody measured, whatever its name", async () => {
    for (const id of ["constructor", "toString", "__proto__"]) {
      await expect(explainFigure(out, id, {})).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("takes the edition that was named", async () => {
    const edition = "after-sales-monthly/2026-10/team=a";
    expect((await explainFigure(out, "call_answer_rate@2026-10", { edition })).edition).toBe(edition);
  });

  it("gives a derived figure its formula, and a measured cut that no page shows its parts", async () => {
    const score = await explainFigure(out, "score@2026-10", {});
    expect(score.figure?.formula).toContain("weight");
    expect(score.query).toBeNull();
    const cut = await explainFigure(out, "call_answer_rate@2026-10/team=north", {}).catch((error: unknown) => error);
    expect(cut).toMatchObject({ code: "NOT_FOUND", hint: expect.stringContaining("call_answer_rate@2026-10") });
  });
});
