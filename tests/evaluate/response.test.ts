import { describe, expect, it } from "vitest";
import { homogeneity, rateOf, responseOf } from "../../src/evaluate/response.ts";

describe("response rate", () => {
  it("is answered ÷ invited with a Wilson interval (81 of 263: Newcombe 1998, table I, method 3)", () => {
    const found = rateOf({ invited: 263, answered: 81 });
    expect(found?.rate).toBeCloseTo(0.308, 4);
    expect([found?.interval.low.toFixed(4), found?.interval.high.toFixed(4)]).toEqual(["0.2553", "0.3662"]);
    expect(rateOf({ invited: 0, answered: 0 })).toBeNull();
  });

  it("by group is compared by Pearson's chi-square, as in R's example of ?chisq.test (Agresti 2007, p. 39)", () => {
    // Women and men by party: X-squared = 30.07, df = 2, p-value = 2.954e-07.
    const parties = [
      [762, 484],
      [327, 239],
      [468, 477],
    ].map(([answered = 0, not = 0]) => ({ answered, invited: answered + not }));
    const test = homogeneity(parties);
    expect(test?.chiSquare).toBeCloseTo(30.07, 2);
    expect(test?.df).toBe(2);
    expect(test?.pValue).toBeGreaterThan(2.9e-7);
    expect(test?.pValue).toBeLessThan(3.0e-7);
    // √(30.07 ÷ 2757) = 0.104: just worth a word.
    expect(test?.differ).toBe(true);
  });

  it("says nothing from a trace of a difference, from one group, or from groups too small to tell", () => {
    const large = homogeneity([
      { invited: 100_000, answered: 30_000 },
      { invited: 100_000, answered: 31_000 },
    ]);
    expect(large?.pValue).toBeLessThan(0.001);
    expect(large?.differ).toBe(false);
    expect(homogeneity([{ invited: 500, answered: 100 }])).toBeNull();
    expect(
      homogeneity([
        { invited: 12, answered: 3 },
        { invited: 500, answered: 100 },
      ]),
    ).toBeNull();
  });

  it("counts invitations without a group in the whole, but in no group; none sent is no rate", () => {
    const found = responseOf({
      query: "q",
      groups: [
        { group: "(none)", invited: 100, answered: 10 },
        { group: "new", invited: 200, answered: 40 },
        { group: "old", invited: 200, answered: 100 },
      ],
    });
    expect(found).toMatchObject({ invited: 500, answered: 150, rate: 0.3, byGroup: { df: 1, differ: true } });
    expect(responseOf({ query: "q", groups: [] })).toBeNull();
    expect(responseOf(null)).toBeNull();
  });
});
