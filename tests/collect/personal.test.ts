import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hiddenDimensions, isPersonalEdition, maskedRecord, nameMask } from "../../src/collect/personal.ts";
import type { Config } from "../../src/config/schema/index.ts";

const dimension = (personal: boolean) => ({ name: "x", ...(personal ? { personal } : {}) });
const config = (personal: "withheld" | "named"): Pick<Config, "datasets" | "reports"> =>
  ({
    datasets: {
      work: { dimensions: { agent: dimension(true), team: dimension(false) } },
      ratings: { dimensions: { agent: dimension(true), rater: dimension(true), role: dimension(false) } },
    },
    reports: { review: { personal } },
  }) as unknown as Pick<Config, "datasets" | "reports">;

describe("personal dimensions", () => {
  it("are hidden unless the report names people", () => {
    expect([...hiddenDimensions(config("withheld"), "review", {})]).toEqual(["agent", "rater"]);
    expect([...hiddenDimensions(config("named"), "review", {})]).toEqual([]);
    expect([...hiddenDimensions(config("named"), "review", { team: "north" })]).toEqual([]);
  });

  it("are all hidden in an edition about one person, whatever the report says", () => {
    expect([...hiddenDimensions(config("named"), "review", { agent: "A07" })]).toEqual(["agent", "rater"]);
    expect([...hiddenDimensions(config("named"), "review", { rater: "L1", team: "north" })]).toEqual([
      "agent",
      "rater",
    ]);
    expect(isPersonalEdition(config("named"), { agent: "A07" })).toBe(true);
    expect(isPersonalEdition(config("named"), { team: "north" })).toBe(false);
  });
});

describe("masking of names", () => {
  const mask = nameMask(["A07", "Lin Siyuan", "林思远", "林思", "7", "12", "2024", "O'Neil-Ray (Ms)"]);

  it("replaces names and ids in running text, in any script, longest first", () => {
    expect(mask("Took over from Lin Siyuan (A07).")).toBe("Took over from [name] ([name]).");
    expect(mask("已交由林思远处理，林思知悉。")).toBe("已交由[name]处理，[name]知悉。");
    expect(mask("lin  siyuan called O'Neil-Ray (Ms).")).toBe("[name] called [name].");
  });

  it("leaves what only contains them: longer words and ids, and short numbers", () => {
    expect(mask("CA077 and A071, 7 of 12 calls, Lin Siyuanova")).toBe("CA077 and A071, 7 of 12 calls, Lin Siyuanova");
    expect(mask("since 2024")).toBe("since [name]");
  });

  it("changes nothing without names", () => {
    expect(nameMask([])("Lin Siyuan")).toBe("Lin Siyuan");
    expect(nameMask([" ", "x"])("x y")).toBe("x y");
  });

  it("leaves no name behind, wherever it stands between blanks", () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}$/);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 5 }),
        fc.array(fc.lorem(), { maxLength: 4 }),
        (names, words) => {
          const masked = nameMask(names)([...words, ...names, ...words].join(" "));
          for (const one of names) expect(masked).not.toContain(one);
        },
      ),
    );
  });

  it("goes through a record but for what names kinds and statements", () => {
    const record = {
      kind: "listing",
      id: "A07",
      query: "work/A07",
      total: 2,
      rows: [
        ["A07", null],
        ["said A07", "B"],
      ],
    };
    expect(maskedRecord(record, mask)).toEqual({
      ...record,
      rows: [
        ["[name]", null],
        ["said [name]", "B"],
      ],
    });
  });
});
