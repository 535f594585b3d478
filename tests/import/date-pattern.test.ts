import { describe, expect, it } from "vitest";
import { compilePattern } from "../../src/import/date-pattern.ts";
import { readIsoDate, readIsoTimestamp, readPlainTimestamp } from "../../src/import/iso-time.ts";
import { dateText, emptyWallTime, timeText, type WallReader } from "../../src/import/wall-time.ts";

function shown(read: WallReader, text: string): string | null {
  const wall = emptyWallTime();
  return read(text, wall) ? `${dateText(wall)} ${timeText(wall)}${wall.offset ?? ""}` : null;
}
const by = (pattern: string, text: string): string | null => shown(compilePattern(pattern, "imports.x"), text);

describe("date patterns", () => {
  it.each([
    ["MM/dd/yyyy hh:mm:ss a", "01/05/2015 12:40:41 PM", "2015-01-05 12:40:41"],
    ["MM/dd/yyyy hh:mm:ss a", "01/05/2015 12:00:00 AM", "2015-01-05 00:00:00"],
    ["MM/dd/yyyy hh:mm:ss a", "12/31/2015 11:59:59 pm", "2015-12-31 23:59:59"],
    ["M/d/yyyy h:mm a", "1/5/2015 9:07 a.m.", "2015-01-05 09:07:00"],
    ["yyyy/M/d a h:mm:ss", "2015/1/5 下午 1:02:03", "2015-01-05 13:02:03"],
    ["yyyy年M月d日 HH:mm", "2026年10月1日 08:05", "2026-10-01 08:05:00"],
    ["dd-MM-yyyy HH:mm:ss", "29-02-2016 17:34:05", "2016-02-29 17:34:05"],
    ["yyyyMMddHHmmss", "20261001080500", "2026-10-01 08:05:00"],
    ["dd.MM.yyyy HH:mm:ss.SSS", "01.10.2026 08:05:00.250", "2026-10-01 08:05:00.250000"],
    ["yyyy-MM-dd'T'HH:mm", "2026-10-01T08:05", "2026-10-01 08:05:00"],
    ["dd.MM.yyyy HH:mm", "01.10.2026   08:05", "2026-10-01 08:05:00"],
    ["dd.MM.yyyy", "01.10.2026", "2026-10-01 00:00:00"],
  ])("%s reads %s", (pattern, text, expected) => {
    expect(by(pattern, text)).toBe(expected);
  });

  it.each([
    ["MM/dd/yyyy", "13/05/2015"],
    ["dd-MM-yyyy", "29-02-2015"],
    ["dd-MM-yyyy", "29-02-1900"],
    ["dd-MM-yyyy", "31-04-2016"],
    ["dd-MM-yyyy", "00-01-2016"],
    ["dd-MM-yyyy", "1-01-2016"],
    ["dd-MM-yyyy", "01-01-2016 "],
    ["dd-MM-yyyy", "01-01-20161"],
    ["dd-MM-yyyy", "01-01-0000"],
    ["hh:mm a dd.MM.yyyy", "13:00 PM 01.01.2026"],
    ["hh:mm a dd.MM.yyyy", "00:00 AM 01.01.2026"],
    ["HH:mm dd.MM.yyyy", "24:00 01.01.2026"],
    ["HH:mm dd.MM.yyyy", "12:60 01.01.2026"],
    ["dd.MM.yyyy HH:mm:ss", "01.01.2026 12:00:60"],
  ])("%s refuses %s", (pattern, text) => {
    expect(by(pattern, text)).toBeNull();
  });

  it.each([
    ["YYYY-MM-DD", /"YYYY" is not known/],
    ["dd/MM/yy", /"yy" is not known/],
    ["HH:mm", /does not say the year/],
    ["dd.MM.yyyy hh:mm", /belong together/],
    ["dd.MM.yyyy HH:mm a", /belong together/],
    ["dd.MM.yyyy HH:mm hh a", /both HH and hh/],
    ["dd.MM.yyyy dd", /a second time/],
    ["dd.MM.yyyy 'at", /quote is left open/],
  ])("the pattern %s is an error of the configuration", (pattern, message) => {
    expect(() => compilePattern(pattern, "imports.x.columns.y.format")).toThrow(message);
  });
});

describe("ISO 8601", () => {
  it.each([
    ["2026-10-01T08:05:00Z", "2026-10-01 08:05:00+00:00"],
    ["2026-10-01 08:05:00.1234567+0530", "2026-10-01 08:05:00.123456+05:30"],
    ["2026-10-01 08:05-03", "2026-10-01 08:05:00-03:00"],
    ["2026-10-01T08:05", "2026-10-01 08:05:00"],
  ])("reads %s", (text, expected) => {
    expect(shown(readIsoTimestamp, text)).toBe(expected);
  });

  it.each([
    "2026-10-01",
    "2026-13-01 00:00:00",
    "2026-02-29 00:00:00",
    "2026-10-01 25:00:00",
    "2026-10-01 08:05:00+99:00",
    "1.10.2026 08:05",
    "",
  ])("refuses %s as a time", (text) => {
    expect(shown(readIsoTimestamp, text)).toBeNull();
    expect(shown(readPlainTimestamp, text)).toBeNull();
  });

  it("reads the common form like the general reader, or leaves it to that one", () => {
    for (const text of [
      "2026-10-01 08:05:09",
      "2024-02-29T23:59:59",
      "2026-1x-01 08:05:09",
      "2026-10-01 08:05:0a",
      "2026-10-01_08:05:09",
    ]) {
      expect(shown(readPlainTimestamp, text)).toBe(shown(readIsoTimestamp, text));
    }
  });

  it("takes a bare day for a day only", () => {
    expect(shown(readIsoDate, "2024-02-29")).toBe("2024-02-29 00:00:00");
    expect(shown(readIsoDate, "2024-02-29 00:00")).toBeNull();
  });
});
