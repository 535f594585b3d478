import { describe, expect, it } from "vitest";
import { requestFor } from "../../src/cli/request.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { SMALL_PROJECT, withProject } from "../helpers/project.ts";

const now = new Date("2026-11-21T08:00:00Z");
const config: Config = await withProject(SMALL_PROJECT, loadConfig);

describe("requestFor", () => {
  it("takes the last closed period and the report's own languages and formats", () => {
    const request = requestFor(config, { report: "monthly", period: "last", now });
    expect(request).toMatchObject({ report: "monthly", scope: {}, locales: ["en"], formats: ["pdf"] });
    expect(request.period).toMatchObject({ id: "2026-10", start: "2026-09-30T16:00:00Z" });
    expect(request.out).toBe(`${config.root}/output`);
  });

  it("accepts a period of another length and any closed range", () => {
    expect(requestFor(config, { report: "monthly", period: "2026-Q3", now }).period.unit).toBe("quarter");
    expect(requestFor(config, { report: "monthly", period: "2026-11-01..2026-11-20", now }).period.unit).toBe("custom");
  });

  it.each([
    ["2026-11", "is not closed: it ends on 2026-11-30"],
    ["2027-01", "lies in the future"],
    ["2026-Q4", "is not closed"],
  ])("refuses %s and names the last closed one", (period, message) => {
    expect(() => requestFor(config, { report: "monthly", period, now })).toThrow(
      expect.objectContaining({
        code: "PERIOD_INVALID",
        message: expect.stringContaining(message),
        hint: expect.stringContaining("2026-10"),
      }),
    );
  });

  it("reads a scope and refuses what is none", () => {
    expect(
      requestFor(config, { report: "monthly", period: "last", scope: ["team=A=B", "channel=phone"], now }).scope,
    ).toEqual({
      team: "A=B",
      channel: "phone",
    });
    for (const scope of [["team"], ["=x"], ["team="], ["team=a", "team=b"]]) {
      expect(() => requestFor(config, { report: "monthly", period: "last", scope, now })).toThrow(
        expect.objectContaining({ code: "SCOPE_UNKNOWN" }),
      );
    }
  });

  it("writes to the folder named, also to one outside the project, and makes no document twice", () => {
    const elsewhere = { ...config, project: { ...config.project, output: "/var/reports" } };
    const request = requestFor(elsewhere, { report: "monthly", period: "last", locales: ["en", "en"], now });
    expect(request).toMatchObject({ out: "/var/reports", locales: ["en"] });
  });

  it("proposes the nearest report", () => {
    expect(() => requestFor(config, { report: "montly", period: "last", now })).toThrow(
      expect.objectContaining({ code: "NOT_FOUND", hint: 'Did you mean "monthly"?' }),
    );
  });
});
