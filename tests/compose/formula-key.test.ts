import { describe, expect, it } from "vitest";
import { formulaKey } from "../../src/compose/formula-key.ts";

describe("a formula freed of its figure", () => {
  it.each([
    ["a_b@2026-10#variance_target", "a_b@2026-10 − a_b@2026-10#target", "x − x#target"],
    ["a_b@2026-10#variance_previous", "a_b@2026-10 − a_b@2026-09", "x − i@2026-09"],
    ["a@2026-10/t=x#effect", "a@2026-10/t=x#counterfactual − a@2026-10", "x#counterfactual − i@2026-10"],
    ["a@2026-10/t=x#effect", "a@2026-10/t=x: overall if like others", "x: overall if like others"],
    ["a@2026-10#range", "mean of a@*", "mean of i@*"],
    ["a@2026-10", "aa@2026-10 + a@2026-100", "aa@2026-10 + i@2026-100"],
    ["score@2026-10", "Σ weight × points ÷ 5", "Σ weight × points ÷ 5"],
  ])("%s: %s", (id, formula, key) => {
    expect(formulaKey(formula, id)).toBe(key);
  });
});
