/** Seconds in the units of time, under every name they are written with. */
const TIMES: Readonly<Record<string, { names: readonly string[]; seconds: number }>> = {
  seconds: { names: ["s", "sec", "second", "seconds", "秒"], seconds: 1 },
  minutes: { names: ["min", "minute", "minutes", "分钟"], seconds: 60 },
  hours: { names: ["h", "hour", "hours", "小时"], seconds: 3600 },
  days: { names: ["d", "day", "days", "天"], seconds: 86_400 },
};

/**
 * Reads a threshold in an indicator's unit: `1 h`, `45 min` (0.75 of an indicator in hours), `80 %` (0.8), `4.5`.
 *
 * @param unit of the indicator; a number without a unit is in it, shares then as fractions
 */
export function readThreshold(
  text: string,
  unit: string,
  currency: string,
): { value: number } | { problem: string; hint: string } {
  const match = /^([+\-−]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/u.exec(text.trim());
  const value = Number(match?.[1]?.replace("−", "-"));
  if (match === null || !Number.isFinite(value))
    return {
      problem: `"${text}" is not a number`,
      hint: "Write it with a decimal point and its unit, e.g. 1.5 h or 80 %.",
    };
  const written = (match[2] ?? "").trim();
  if (unit === "percent") return readShare(value, written);
  if (written === "") return { value };
  const own = TIMES[unit];
  if (own !== undefined) {
    const given = Object.values(TIMES).find(({ names }) => names.includes(written.toLowerCase()));
    if (given !== undefined) return { value: clean((value * given.seconds) / own.seconds) };
  }
  if ((NAMES[unit] ?? []).includes(written.toLowerCase()) || (unit === "currency" && written === currency))
    return { value };
  const fitting = own?.names[0] ?? NAMES[unit]?.[0] ?? (unit === "currency" ? currency : undefined);
  return {
    problem: `"${written}" is no unit of a value in ${unit.replace("_", " ")}`,
    hint:
      fitting === undefined ? "Write the number without a unit." : `Write ${value} ${fitting}, or the number alone.`,
  };
}

/** Words that may stand behind a number of this unit and change nothing. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  points: ["points", "point", "pts", "pt"],
  score: ["points", "point"],
};

function readShare(value: number, written: string): { value: number } | { problem: string; hint: string } {
  if (written === "%" || written === "％") return { value: clean(value / 100) };
  if (written !== "") return { problem: `"${written}" is no unit of a share`, hint: `Write ${value} %.` };
  if (Math.abs(value) <= 1) return { value };
  return { problem: `${value} is no share`, hint: `Write ${value} % or ${clean(value / 100)}.` };
}

const PERCENT = 100;

/** The threshold as `readThreshold` reads it: `1 h`, `80 %`, `4.5`. */
export function formatThreshold(value: number, unit: string): string {
  if (unit === "percent") return `${clean(value * PERCENT)} %`;
  const time = TIMES[unit]?.names[0];
  return time === undefined ? String(value) : `${value} ${time}`;
}

/** Without the noise of binary fractions: 0.29 × 100 is 29. */
const clean = (value: number): number => Number(value.toPrecision(14));
