import { memberInId } from "../../collect/snapshot.ts";
import type { ResponseRate, SamplingResult } from "../../evaluate/evaluation.ts";
import { figureCell, missingCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { figureLabel } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence } from "../model.ts";
import { pText } from "./samples.ts";

type Survey = NonNullable<SamplingResult["survey"]>;

/** Whom the survey asked and who answered; nothing where the report names no invitations. */
export function responseSentences(desk: Desk, survey: Survey, groupName: (group: string) => string): Sentence[] {
  const { response } = survey;
  if (response === null) return [];
  const all = figuresOf(desk, desk.words("method.survey"), null, response);
  const said = [desk.say("response.rate", all)];
  if (response.byGroup === null) return said;
  const { chiSquare, df, pValue, differ } = response.byGroup;
  const ranked = survey.groups
    .flatMap(({ group, response: own }) => (own === null ? [] : [{ group, own }]))
    .sort((a, b) => b.own.rate - a.own.rate);
  const [first, last] = [ranked[0], ranked.at(-1)];
  const values = {
    chi: number(desk, "chi_square", chiSquare, 1),
    df: number(desk, "degrees_of_freedom", df, 0),
    p: pText(desk, pValue),
  };
  if (!differ || first === undefined || last === undefined) return [...said, desk.say("response.alike", values)];
  const rate = ({ group, own }: typeof first): Figure => figuresOf(desk, groupName(group), group, own).rate;
  return [
    ...said,
    desk.say("response.differ", {
      ...values,
      highest: groupName(first.group),
      high: rate(first),
      lowest: groupName(last.group),
      low: rate(last),
    }),
  ];
}

/** Columns of the table of groups, where there are invitations. */
export function responseColumns(desk: Desk): (readonly [string, boolean])[] {
  if (desk.evaluation.sampling.survey?.response == null) return [];
  return [
    [desk.words("response.column_invited"), true],
    [desk.words("response.column_rate"), true],
  ];
}

export function responseCells(desk: Desk, name: string, { group, response }: Survey["groups"][number]): Cell[] {
  if (desk.evaluation.sampling.survey?.response == null) return [];
  if (response === null) {
    const why = desk.words("response.missing");
    return [missingCell(desk, why), missingCell(desk, why)];
  }
  const { invited, rate } = figuresOf(desk, name, group, response);
  return [figureCell(desk, invited), figureCell(desk, rate)];
}

function figuresOf(desk: Desk, subject: string, group: string | null, found: ResponseRate) {
  const { period } = desk.evaluation;
  const source = group === null ? "survey" : `survey/${memberInId(group)}`;
  const query = desk.snapshot.survey?.invitations?.query ?? null;
  const make = (aspect: string, value: number, unit: string, text: string, formula: string | null = null): Figure =>
    desk.figures.make({
      id: `${source}@${period.id}#response_${aspect}`,
      label: figureLabel(desk, subject, period.id, {}, desk.words(`response.aspect_${aspect}`)),
      value,
      unit,
      text,
      n: found.invited,
      query,
      formula,
    });
  const percent = (share: number): string => desk.format.percent(share, 1);
  const { low, high, method } = found.interval;
  const range = desk.words("units.range", {
    kind: "percent",
    negative: "no",
    low: desk.format.number(low * 100, 1),
    low_whole: percent(low),
    high: percent(high),
  });
  return {
    invited: make("invited", found.invited, "count", desk.format.count(found.invited)),
    answered: make("answered", found.answered, "count", desk.format.count(found.answered)),
    rate: make("rate", found.rate, "percent", percent(found.rate)),
    interval: make("interval", found.rate, "percent", range, `95 %, ${method}`),
  };
}

function number(desk: Desk, aspect: string, value: number, digits: number): Figure {
  const { period } = desk.evaluation;
  return desk.figures.make({
    id: `survey@${period.id}#response_${aspect}`,
    label: figureLabel(desk, desk.words("method.survey"), period.id, {}, desk.words(`response.aspect_${aspect}`)),
    value,
    unit: "number",
    text: desk.format.number(value, digits),
    query: desk.snapshot.survey?.invitations?.query ?? null,
  });
}
