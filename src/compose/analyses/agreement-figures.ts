import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import type { Figure } from "../model.ts";
import { analysisFigure } from "./figures.ts";

type Config = AnalysisOf<"agreement">;
type Result = AnalysisResultOf<"agreement">;
export type Rater = NonNullable<Result["deviations"]>[number];
type Measured = Omit<Rater, "role" | "number" | "member">;

const queryOf = ({ dataset, id }: Config): string => `${dataset}/${id}`;

/** A coefficient or limit: a plain number. */
export function share(
  desk: Desk,
  analysis: Config,
  aspect: string,
  value: number,
  digits = 2,
  text = desk.format.number(value, digits),
): Figure {
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "coefficient",
    text,
    query: queryOf(analysis),
    name: desk.words(`agreement.aspect_${aspect}`),
  });
}

/** A number of ratings, items or raters. */
export function count(desk: Desk, analysis: Config, aspect: string, value: number): Figure {
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "count",
    text: desk.format.count(value),
    spelled: desk.format.spelled(value),
    query: queryOf(analysis),
    name: desk.words(`agreement.aspect_${aspect}`),
  });
}

/** By name where the edition may name people, else by role and number. */
export function raterName(desk: Desk, analysis: Config, { role, number, member }: Rater): string {
  const roleName = role === null ? null : roleNameOf(desk, analysis, role);
  if (member !== null) {
    const name = desk.names.member(analysis.rater, member);
    return roleName === null ? name : desk.words("agreement.rater_named", { name, role: roleName });
  }
  const values = { role: roleName ?? "", number: String(number) };
  return desk.words(roleName === null ? "agreement.rater_without_role" : "agreement.rater_pseudonym", values);
}

export const roleNameOf = (desk: Desk, { role: dimension }: Config, role: string): string =>
  dimension === undefined ? role : desk.names.member(dimension, role);

/** Figures of a rater against the others; null where nobody else rated the same. */
export function deviationFigures(desk: Desk, analysis: Config, rater: Rater) {
  const key = `${rater.role ?? "rater"}_${rater.number}`;
  return figuresOf(desk, analysis, key, raterName(desk, analysis, rater), rater);
}

/** Figures of a role against the other roles. */
export const roleFigures = (desk: Desk, analysis: Config, entry: Result["roles"][number]) =>
  figuresOf(desk, analysis, `role_${entry.role}`, roleNameOf(desk, analysis, entry.role), entry);

function figuresOf(desk: Desk, analysis: Config, key: string, subject: string, entry: Measured) {
  const make = (name: string, value: number, unit: string, text: string): Figure =>
    analysisFigure(desk, analysis, `${key}_${name}`, {
      value,
      unit,
      text,
      n: entry.ratings,
      query: queryOf(analysis),
      name: `${subject} ${desk.words(`agreement.aspect_${name}`)}`,
    });
  const { deviation, interval } = entry;
  if (deviation === null) return null;
  return {
    ratings: make("rater_ratings", entry.ratings, "count", desk.format.count(entry.ratings)),
    mean: make("mean", entry.mean, "score", desk.format.number(entry.mean, 2)),
    subjects: make("subjects", entry.subjects, "count", desk.format.count(entry.subjects)),
    deviation: make("deviation", deviation, "score", desk.format.signed(deviation, 2)),
    distance: make("distance", deviation, "score", desk.format.number(Math.abs(deviation), 2)),
    interval:
      interval === null
        ? null
        : make(
            "interval",
            deviation,
            "score",
            desk.words("agreement.range", {
              low: desk.format.signed(interval.low, 2),
              high: desk.format.signed(interval.high, 2),
            }),
          ),
  };
}
