import type { Config } from "../config/schema/index.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { Verification } from "../config/schema/playbook.ts";
import { didYouMean } from "../config/validate.ts";
import { formatThreshold, readThreshold } from "./threshold.ts";

/** What a standard is read and written with. */
export type StandardContext = Pick<Config, "indicators" | "datasets"> & { currency: string };

/** The standard, or what is wrong with the text and where (counted in characters from 0). */
export type ParsedStandard = { standard: Verification } | { problem: string; hint: string; at: number };

/** Before @ a figure of the overall score has this name, too. */
const SCORE = "score";
const THEME = "theme";

/**
 * Reads a verification standard:
 *
 * ```
 * standard  = subject comparator threshold [ "for" number ( "period" | "periods" ) ]
 * subject   = indicator [ "{" dimension "=" member { "," dimension "=" member } "}" ]
 *           | "theme" "{" theme "}"            share of the classified comments
 *           | "score"                          overall score, 0 … 100
 * comparator= "<=" | ">=" | "<" | ">" | "≤" | "≥"
 * threshold = number [ unit ]                  1 h, 45 min, 80 %, 4.5; without a unit, the indicator's own
 * member, theme = characters without , { } and quotes, or a text in double quotes ("" stands for one)
 * ```
 *
 * Example: `first_response_time{shift=night} <= 1 h for 2 periods`.
 */
export function parseStandard(text: string, context: StandardContext): ParsedStandard {
  const reader = createReader(text);
  try {
    return { standard: readStandard(reader, context) };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message, hint: error.hint, at: error.at };
    throw error;
  }
}

/** The standard in the form `parseStandard` reads; what it names need not exist any more. */
export function formatStandard(standard: Verification, context: StandardContext): string {
  const { comparator, periods } = standard;
  const indicator = context.indicators[standard.indicator ?? ""];
  const threshold = formatThreshold(standard.threshold, unitOf(standard, indicator));
  const subject =
    standard.theme !== undefined
      ? `${THEME}{${member(standard.theme)}}`
      : standard.score === true
        ? SCORE
        : `${standard.indicator}${cutText(standard.cut)}`;
  return `${subject} ${comparator} ${threshold}${periods === 1 ? "" : ` for ${periods} periods`}`;
}

/** `{shift=night,channel=phone}`; empty for the whole. */
export function cutText(cut: Verification["cut"]): string {
  const parts = Object.keys(cut)
    .sort()
    .map((dimension) => `${dimension}=${member(cut[dimension] ?? "")}`);
  return parts.length === 0 ? "" : `{${parts.join(", ")}}`;
}

const unitOf = ({ theme, score }: Verification, indicator: Indicator | undefined): string =>
  theme !== undefined ? "percent" : score === true ? "score" : (indicator?.unit ?? "count");

const member = (text: string): string =>
  /^[^\s,{}"](?:[^,{}"]*[^\s,{}"])?$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`;

class Unreadable extends Error {
  readonly at: number;
  readonly hint: string;
  constructor(at: number, problem: string, hint: string) {
    super(problem);
    this.at = at;
    this.hint = hint;
  }
}

function readStandard(reader: Reader, context: StandardContext): Verification {
  const at = reader.at();
  const name = reader.take(/^[a-z][a-z0-9_-]*/);
  if (name === null) reader.fail("an indicator, `theme{…}` or `score` is expected", EXAMPLE);
  const subject = readSubject(name, at, reader, context);
  const comparator = reader.take(/^(?:<=|>=|<|>|≤|≥)/u);
  if (comparator === null) reader.fail("<=, >=, < or > is expected", EXAMPLE);
  const where = reader.at();
  const written = reader.take(/^[^\s].*?(?=\s+for\s|\s*$)/u);
  if (written === null) reader.fail("a threshold is expected", EXAMPLE);
  const read = readThreshold(written, subject.unit, context.currency);
  if ("problem" in read) throw new Unreadable(where, read.problem, read.hint);
  return {
    ...subject.standard,
    comparator: comparator.replace("≤", "<=").replace("≥", ">=") as Verification["comparator"],
    threshold: read.value,
    periods: readPeriods(reader),
  };
}

const EXAMPLE = "Write it like first_response_time{shift=night} <= 1 h for 2 periods.";

function readSubject(
  name: string,
  at: number,
  reader: Reader,
  context: StandardContext,
): { standard: Pick<Verification, "indicator" | "theme" | "score" | "cut">; unit: string } {
  if (name === SCORE) return { standard: { score: true, cut: {} }, unit: "score" };
  if (name === THEME) {
    if (!reader.skip("{"))
      reader.fail("{ and the theme's name are expected", "Write it like theme{slow_reply} <= 15 %.");
    const theme = readMember(reader);
    if (!reader.skip("}")) reader.fail("} is expected behind the theme", "Write it like theme{slow_reply} <= 15 %.");
    return { standard: { theme, cut: {} }, unit: "percent" };
  }
  const indicator = Object.hasOwn(context.indicators, name) ? context.indicators[name] : undefined;
  if (indicator === undefined) {
    throw new Unreadable(at, `there is no indicator "${name}"`, didYouMean(name, Object.keys(context.indicators)));
  }
  return { standard: { indicator: name, cut: readCut(reader, indicator, context) }, unit: indicator.unit };
}

function readCut(reader: Reader, indicator: Indicator, context: StandardContext): Record<string, string> {
  const cut: [string, string][] = [];
  if (!reader.skip("{")) return {};
  const known = context.datasets[indicator.dataset]?.dimensions ?? {};
  do {
    const at = reader.at();
    const dimension = reader.take(/^[a-z][a-z0-9_-]*/);
    if (dimension === null) reader.fail("a dimension is expected", "Write the cut like {shift=night}.");
    if (!Object.hasOwn(known, dimension)) {
      const problem = `the dataset ${indicator.dataset} has no dimension "${dimension}"`;
      throw new Unreadable(at, problem, didYouMean(dimension, Object.keys(known)));
    }
    if (cut.some(([name]) => name === dimension))
      throw new Unreadable(at, `the dimension ${dimension} is named twice`, "Name one member of it.");
    if (!reader.skip("="))
      reader.fail(`= and a member are expected behind ${dimension}`, "Write the cut like {shift=night}.");
    cut.push([dimension, readMember(reader)]);
  } while (reader.skip(","));
  if (!reader.skip("}")) reader.fail(", or } is expected", "Write the cut like {shift=night, channel=phone}.");
  return Object.fromEntries(cut);
}

function readMember(reader: Reader): string {
  const quoted = reader.take(/^"(?:[^"]|"")*"/);
  if (quoted !== null) return quoted.slice(1, -1).replaceAll('""', '"');
  const bare = reader.take(/^[^,{}"]+/)?.trim() ?? "";
  if (bare === "") reader.fail("a member is expected", 'A member with , { } or " in it stands in double quotes.');
  return bare;
}

function readPeriods(reader: Reader): number {
  if (reader.done()) return 1;
  if (reader.take(/^for(?=\s|$)/) === null)
    reader.fail("`for` and a number of periods, or the end, is expected", EXAMPLE);
  const at = reader.at();
  const number = reader.take(/^\d+/);
  if (number === null || Number(number) < 1 || Number(number) > MOST_PERIODS)
    throw new Unreadable(at, `a number of periods from 1 to ${MOST_PERIODS} is expected`, EXAMPLE);
  if (reader.take(/^periods?(?=\s|$)/) === null) reader.fail("`periods` is expected", EXAMPLE);
  if (!reader.done()) reader.fail("nothing is expected behind the periods", EXAMPLE);
  return Number(number);
}

const MOST_PERIODS = 60;

interface Reader {
  at(): number;
  done(): boolean;
  /** The match at this place, blanks before it left out; null (and no step) without one. */
  take(pattern: RegExp): string | null;
  skip(character: string): boolean;
  fail(problem: string, hint: string): never;
}

function createReader(text: string): Reader {
  let place = 0;
  const blanks = (): void => {
    place += /^\s*/u.exec(text.slice(place))?.[0].length ?? 0;
  };
  const reader: Reader = {
    at() {
      blanks();
      return place;
    },
    done() {
      blanks();
      return place >= text.length;
    },
    take(pattern) {
      blanks();
      const found = pattern.exec(text.slice(place))?.[0] ?? null;
      place += found?.length ?? 0;
      return found;
    },
    skip(character) {
      blanks();
      if (text[place] !== character) return false;
      place += 1;
      return true;
    },
    fail(problem, hint) {
      const rest = text.slice(reader.at()).trim();
      const seen = rest === "" ? "at the end" : `at "${rest.length > 24 ? `${rest.slice(0, 24)}…` : rest}"`;
      throw new Unreadable(place, `${problem} ${seen}`, hint);
    },
  };
  return reader;
}
