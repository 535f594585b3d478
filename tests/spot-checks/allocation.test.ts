import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, sampleSize } from "../../src/spot-checks/allocation.ts";

const strata = (...sizes: number[]) => sizes.map((size, at) => ({ size, members: [String.fromCharCode(97 + at)] }));
const wanted = (total: number, ...sizes: number[]) => allocate(strata(...sizes), total).map(({ wanted: n }) => n);

describe("sampleSize", () => {
  it("reaches the rate with the least whole number", () => {
    expect([sampleSize(4608, 0.15), sampleSize(101, 0.1), sampleSize(0, 0.5), sampleSize(3, 1)]).toEqual([
      692, 11, 0, 3,
    ]);
  });

  it("is not fooled by the last digit of a product", () => {
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(sampleSize(100, 0.07)).toBe(7);
  });
});

describe("allocate", () => {
  it("gives whole numbers by largest remainder: Balinski & Young's example of Hamilton's method", () => {
    // Fair Representation (1982), ch. 3: five states of 9061, 7179, 5259, 3319 and 1182 people share 26 seats.
    expect(wanted(26, 9061, 7179, 5259, 3319, 1182)).toEqual([9, 7, 5, 4, 1]);
  });

  it("is proportional where shares are whole: Cochran's n_h = n N_h / N", () => {
    expect(wanted(30, 100, 50, 150)).toEqual([10, 5, 15]);
  });

  it("gives every stratum a row while the sample has one for each, and takes them from the others' shares", () => {
    expect(wanted(10, 1000, 3, 1)).toEqual([8, 1, 1]);
    expect(wanted(3, 1000, 3, 1)).toEqual([1, 1, 1]);
  });

  it("leaves small strata out where there are more strata than rows", () => {
    expect(wanted(2, 1000, 900, 1)).toEqual([1, 1, 0]);
  });

  it("breaks ties in favour of the larger stratum, then of the first name", () => {
    expect(wanted(3, 10, 10)).toEqual([2, 1]);
    expect(wanted(4, 30, 10, 10)).toEqual([2, 1, 1]);
  });

  it("draws everything at a rate of one, nothing more", () => {
    expect(wanted(6, 1, 2, 3)).toEqual([1, 2, 3]);
    expect(() => wanted(7, 1, 2, 3)).toThrow(RangeError);
  });

  it("adds up, never exceeds a stratum, and stays within one row of the share where no stratum is small", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.001, max: 1, noNaN: true }), (list, rate) => {
        const population = list.reduce((sum, size) => sum + size, 0);
        const total = sampleSize(population, rate);
        const given = wanted(total, ...list);
        expect(given.reduce((sum, n) => sum + n, 0)).toBe(total);
        for (const [at, n] of given.entries()) expect(n).toBeLessThanOrEqual(list[at] ?? 0);
        if (total >= list.length) expect(Math.min(...given)).toBeGreaterThanOrEqual(1);
        if (list.every((size) => (total * size) / population >= 1)) {
          for (const [at, n] of given.entries()) {
            expect(Math.abs(n - (total * (list[at] ?? 0)) / population)).toBeLessThan(1);
          }
        }
      }),
    );
  });
});
