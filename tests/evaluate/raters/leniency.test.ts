import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviationsOf, type Rating } from "../../../src/evaluate/raters/leniency.ts";

const RULE = { minimumSubjects: 5, notable: 0.3 };

/** One unit per subject; a column per rater, null = did not rate. */
const ratingsOf = (rows: readonly (readonly (number | null)[])[]): Rating[] =>
  rows.flatMap((row, subject) =>
    row.flatMap((value, rater) => (value === null ? [] : [{ subject, unit: subject, rater, value }])),
  );

describe("leniency", () => {
  it("is the one-sample t-test of the differences: Student's sleep data (1908) as R's t.test(extra ~ group, paired) prints it", () => {
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const [first] = deviationsOf(ratingsOf(drug1.map((one, at) => [one, drug2[at] ?? 0])), RULE);
    expect(first?.deviation).toBeCloseTo(-1.58, 10);
    expect(first?.interval?.low).toBeCloseTo(-2.4598858, 5);
    expect(first?.interval?.high).toBeCloseTo(-0.7001142, 5);
    // Two raters of the same subjects mirror each other: two equal tests, and the correction changes neither.
    expect(first?.adjustedPValue).toBeCloseTo(0.002833, 6);
    expect(first?.verdict).toBe("severe");
  });

  it("finds the lenient one among four, and nobody else", () => {
    const rows = [3, 4, 2, 3, 5, 3].map((level, at) => [level, level + 1, level + (at % 2) * 0.4 - 0.2, level]);
    const verdicts = deviationsOf(ratingsOf(rows), { minimumSubjects: 5, notable: 0.5 }).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["ordinary", "lenient", "ordinary", "ordinary"]);
  });

  it("does not call the rest severe because one is lenient", () => {
    const rows = [1, 2, 3, 4, 5, 3].map((level, place) => [level + 1, level + (place % 2) * 0.1, level]);
    const found = deviationsOf(ratingsOf(rows), RULE);
    expect(found.map(({ verdict }) => verdict)).toEqual(["lenient", "ordinary", "ordinary"]);
    // Found against both others; these then against each other.
    expect(found[0]?.deviation).toBeCloseTo(1 - 0.025, 12);
    expect(found[1]?.deviation).toBeCloseTo(0.05, 12);
  });

  it("cannot say which of two raters is right: both deviate", () => {
    const rows = [1, 2, 3, 4, 5, 3].map((level) => [level + 1, level]);
    expect(deviationsOf(ratingsOf(rows), RULE).map(({ verdict }) => verdict)).toEqual(["lenient", "severe"]);
  });

  it("averages within a subject first: ten items of one person are one person", () => {
    const ratings = Array.from({ length: 10 }, (_, unit) => [
      { subject: 0, unit, rater: 0, value: 5 },
      { subject: 0, unit, rater: 1, value: 3 },
    ]).flat();
    expect(deviationsOf(ratings, RULE)[0]).toMatchObject({
      subjects: 1,
      deviation: 2,
      interval: null,
      verdict: "too-few",
    });
  });

  it("judges nobody with too few subjects, nobody else's rating, or a deviation too small to matter", () => {
    expect(
      deviationsOf(
        ratingsOf([
          [5, 3],
          [5, 3],
        ]),
        RULE,
      ).map(({ verdict }) => verdict),
    ).toEqual(["too-few", "too-few"]);
    expect(
      deviationsOf(
        ratingsOf([
          [5, null],
          [null, 3],
        ]),
        RULE,
      )[0],
    ).toMatchObject({ subjects: 0, deviation: null });
    const small = [1, 2, 3, 4, 5, 2].map((level) => [level + 0.2, level]);
    expect(deviationsOf(ratingsOf(small), RULE)[0]).toMatchObject({ adjustedPValue: 0, verdict: "ordinary" });
  });

  it("without any scatter an equal rater has p = 1", () => {
    const equal = [1, 2, 3, 4, 5, 2].map((level) => [level, level]);
    expect(deviationsOf(ratingsOf(equal), RULE)[0]).toMatchObject({
      deviation: 0,
      adjustedPValue: 1,
      verdict: "ordinary",
    });
  });

  it("corrects for several raters: the more are judged, the larger each p", () => {
    const noise = [0.1, -0.2, 0.3, 0, 0.2, 0.4];
    const two = noise.map((extra) => [3 + extra, 3]);
    const many = noise.map((extra) => [3 + extra, 3, 3, 3, 3]);
    const [alone] = deviationsOf(ratingsOf(two), RULE);
    const [among] = deviationsOf(ratingsOf(many), RULE);
    expect(among?.deviation).toBeCloseTo(alone?.deviation ?? 0, 12);
    expect(among?.adjustedPValue ?? 0).toBeGreaterThanOrEqual(alone?.adjustedPValue ?? 1);
  });

  it("takes a role's ratings of one unit together", () => {
    const ratings = [0, 1, 2, 3, 4].flatMap((subject) => [
      { subject, unit: subject, rater: 0, value: 4 },
      { subject, unit: subject, rater: 1, value: 2 },
      { subject, unit: subject, rater: 1, value: 4 },
    ]);
    expect(deviationsOf(ratings, RULE)[1]).toMatchObject({
      ratings: 10,
      mean: 3,
      subjects: 5,
      deviation: -1,
      verdict: "severe",
    });
  });

  it("moving every rating moves no deviation", () => {
    const row = fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 9 }), fc.integer({ min: -5, max: 5 }), (rows, by) => {
        const moved = rows.map((each) => each.map((value) => (value === null ? null : value + by)));
        const [before, after] = [deviationsOf(ratingsOf(rows), RULE), deviationsOf(ratingsOf(moved), RULE)];
        for (const [at, { deviation }] of before.entries()) {
          if (deviation === null) expect(after[at]?.deviation).toBeNull();
          else expect(after[at]?.deviation).toBeCloseTo(deviation, 9);
        }
      }),
    );
  });
});
