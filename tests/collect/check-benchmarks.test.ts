import { describe, expect, it } from "vitest";
import { staleBenchmarks } from "../../src/collect/check-benchmarks.ts";
import { configOf } from "../helpers/after-sales-config.ts";

const version = (effective_from: string, as_of: string) => ({
  effective_from,
  dimensions: {
    all: {
      name: "All",
      indicators: { a: { weight: 60, benchmark: { value: 0.9, source: "Somebody", as_of } }, b: { weight: 40 } },
    },
  },
});
const found = (versions: object[], now: string) =>
  staleBenchmarks(configOf({ scorecards: { card: { name: "Card", versions } } }), new Date(now));

describe("benchmarks that check warns of", () => {
  it("are those older than 183 days in the zone of the project", () => {
    expect(found([version("2020-01-01", "2026-05-01")], "2026-10-31T12:00:00Z")).toEqual([]);
    // Half a day later it is the first of November in Shanghai.
    expect(found([version("2020-01-01", "2026-05-01")], "2026-10-31T20:00:00Z")).toMatchObject([
      { where: "scorecard card: a", message: expect.stringContaining("2026-05-01") },
    ]);
  });

  it("are those of the rules in force, not of rules that have passed or are to come", () => {
    const versions = [
      version("2020-01-01", "2019-12-01"),
      version("2026-07-01", "2026-06-01"),
      version("2027-01-01", "2020-01-01"),
    ];
    expect(found(versions, "2026-10-31T12:00:00Z")).toEqual([]);
    expect(found([version("2027-01-01", "2020-01-01")], "2026-10-31T12:00:00Z")).toEqual([]);
  });
});
