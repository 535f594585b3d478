import { PeriodicalError } from "../errors.ts";
import { isWallTime, type WallReader, type WallTime } from "./wall-time.ts";

/** Advances over one part of the text; -1 when it is not there. */
type Step = (text: string, at: number, into: Draft) => number;
interface Draft {
  wall: WallTime;
  /** Hour on a twelve-hour clock and its half of the day; -1 = not given. */
  hour12: number;
  half: number;
}

type Field = "year" | "month" | "day" | "hour" | "minute" | "second";

const TOKENS: Record<string, { least: number; most: number; field: Field | "hour12" | "millisecond" }> = {
  yyyy: { least: 4, most: 4, field: "year" },
  MM: { least: 2, most: 2, field: "month" },
  M: { least: 1, most: 2, field: "month" },
  dd: { least: 2, most: 2, field: "day" },
  d: { least: 1, most: 2, field: "day" },
  HH: { least: 2, most: 2, field: "hour" },
  H: { least: 1, most: 2, field: "hour" },
  hh: { least: 2, most: 2, field: "hour12" },
  h: { least: 1, most: 2, field: "hour12" },
  mm: { least: 2, most: 2, field: "minute" },
  ss: { least: 2, most: 2, field: "second" },
  SSS: { least: 3, most: 3, field: "millisecond" },
};

/** Halves of the day as English and Chinese exports write them. */
const HALVES: readonly (readonly [text: string, half: number])[] = [
  ["am", 0],
  ["pm", 1],
  ["a.m.", 0],
  ["p.m.", 1],
  ["上午", 0],
  ["下午", 1],
];

/**
 * Compiles a date pattern into a reader.
 *
 * Tokens: `yyyy MM M dd d HH H hh h mm ss SSS a`; a blank stands for one or more blanks, text in single quotes and every
 * other character for itself. Parts of the time that the pattern lacks are 0.
 *
 * @param where key of the configuration the pattern stands in, for the error
 * @throws {PeriodicalError} CONFIG_INVALID when the pattern has unknown letters or names no whole date
 */
export function compilePattern(pattern: string, where: string): WallReader {
  const steps: Step[] = [];
  const fields = new Set<string>();
  for (const part of pattern.match(/'[^']*'|([A-Za-z])\1*|\s+|[^A-Za-z\s']+|'/g) ?? []) {
    const token = TOKENS[part];
    if (token) {
      if (fields.has(token.field)) throw invalid(pattern, where, `"${part}" says the ${token.field} a second time.`);
      fields.add(token.field);
      steps.push(digits(token.least, token.most, token.field));
    } else if (part === "a") {
      fields.add("half");
      steps.push(halfOfDay);
    } else if (/^\s/.test(part)) steps.push(blanks);
    else if (/^[A-Za-z]/.test(part)) throw invalid(pattern, where, `"${part}" is not known.`);
    else if (part === "'") throw invalid(pattern, where, "A quote is left open.");
    else steps.push(literal(part.startsWith("'") ? part.slice(1, -1) : part));
  }
  for (const field of ["year", "month", "day"]) {
    if (!fields.has(field)) throw invalid(pattern, where, `It does not say the ${field}.`);
  }
  if (fields.has("hour12") !== fields.has("half")) throw invalid(pattern, where, "hh and a belong together.");
  if (fields.has("hour12") && fields.has("hour")) throw invalid(pattern, where, "It has both HH and hh.");

  const draft: Draft = {
    wall: { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0, offset: null },
    hour12: -1,
    half: -1,
  };
  return (text, into) => {
    draft.wall = into;
    draft.hour12 = -1;
    draft.half = -1;
    into.hour = 0;
    into.minute = 0;
    into.second = 0;
    into.microsecond = 0;
    into.offset = null;
    let at = 0;
    for (const step of steps) {
      at = step(text, at, draft);
      if (at < 0) return false;
    }
    if (at !== text.length) return false;
    if (draft.hour12 >= 0) {
      if (draft.hour12 < 1 || draft.hour12 > 12) return false;
      into.hour = (draft.hour12 % 12) + 12 * draft.half;
    }
    return isWallTime(into);
  };
}

function digits(least: number, most: number, field: Field | "hour12" | "millisecond"): Step {
  return (text, at, draft) => {
    let value = 0;
    let end = at;
    while (end < at + most) {
      const digit = text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      end += 1;
    }
    if (end - at < least) return -1;
    if (field === "hour12") draft.hour12 = value;
    else if (field === "millisecond") draft.wall.microsecond = value * 1000;
    else draft.wall[field] = value;
    return end;
  };
}

const halfOfDay: Step = (text, at, draft) => {
  for (const [word, half] of HALVES) {
    if (text.slice(at, at + word.length).toLowerCase() === word) {
      draft.half = half;
      return at + word.length;
    }
  }
  return -1;
};

const blanks: Step = (text, at) => {
  let end = at;
  while (/\s/.test(text.charAt(end))) end += 1;
  return end === at ? -1 : end;
};

function literal(expected: string): Step {
  return (text, at) => (text.startsWith(expected, at) ? at + expected.length : -1);
}

function invalid(pattern: string, where: string, why: string): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", `The date pattern \`${pattern}\` cannot be used. ${why}`, {
    where,
    hint: "Write it with yyyy MM M dd d HH H hh h mm ss SSS a, e.g. `MM/dd/yyyy hh:mm:ss a` (docs/import.md).",
  });
}
