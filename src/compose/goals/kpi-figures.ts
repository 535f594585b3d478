import { figureId } from "../../collect/snapshot.ts";
import type { Kpi } from "../../config/schema/kpi.ts";
import type { KpiItemResult, KpiResult, KpiSubject } from "../../evaluate/goals/kpi-result.ts";
import { figureCell, missingCell, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { figureLabel } from "../indicator-figures.ts";
import type { Cell, Figure } from "../model.ts";
import { goalShortName } from "./names.ts";

export interface Sheet {
  desk: Desk;
  kpi: Kpi;
  result: KpiResult;
}

export function figure(
  { desk, kpi, result }: Sheet,
  subject: string | null,
  aspect: string,
  spec: { value: number; unit: string; text: string; formula: string; words: string },
): Figure {
  const period = desk.evaluation.period.id;
  const cut = subject === null ? {} : { [kpi.dimension]: subject };
  const { words, ...rest } = spec;
  return desk.figures.make({
    id: figureId(`kpi/${result.id}`, period, cut, aspect),
    label: figureLabel(desk, desk.names.label(kpi.name), period, cut, words),
    ...rest,
  });
}

export const money = (
  sheet: Sheet,
  subject: string | null,
  aspect: string,
  value: number,
  words: string,
  formula: string,
) =>
  figure(sheet, subject, aspect, {
    value,
    unit: "currency",
    text: sheet.desk.format.money(value, sheet.result.digits),
    formula,
    words,
  });

export const rateOf = (sheet: Sheet, { member, rate }: KpiSubject): Figure | null =>
  rate === null
    ? null
    : figure(sheet, member, "rate", {
        value: rate,
        unit: "percent",
        text: sheet.desk.format.percent(rate, 1),
        formula: "Σ weight × payout of the step",
        words: sheet.desk.words("goals.kpi_rate"),
      });

export const payoutOf = (sheet: Sheet, { member, payout }: KpiSubject): Figure | null =>
  payout === null
    ? null
    : money(
        sheet,
        member,
        "payout",
        payout,
        sheet.desk.words("goals.kpi_payout"),
        sheet.result.award.kind === "pool" ? "pool × rate × people ÷ Σ (rate × people)" : "amount × rate × people",
      );

export const paidOf = (sheet: Sheet): Figure | null =>
  sheet.result.paid === null
    ? null
    : money(sheet, null, "paid", sheet.result.paid, sheet.desk.words("goals.kpi_paid"), "Σ payout");

export const amountOf = (sheet: Sheet): Figure =>
  money(
    sheet,
    null,
    "amount",
    sheet.result.award.amount,
    sheet.desk.words("goals.kpi_amount"),
    `kpis.${sheet.result.id}`,
  );

export const itemName = ({ desk, kpi }: Sheet, id: string): string => {
  const item = kpi.items.find((candidate) => candidate.id === id);
  if (item?.name !== undefined) return desk.names.label(item.name);
  if (item?.goal !== undefined) return goalShortName(desk, item.goal);
  return desk.names.indicatorShort(item?.indicator ?? id);
};

export const peopleOf = (sheet: Sheet, member: string | null, people: number): Figure =>
  figure(sheet, member, "people", {
    value: people,
    unit: "count",
    text: sheet.desk.format.count(people),
    formula: `kpis.${sheet.result.id}.subjects`,
    words: sheet.desk.words("goals.kpi_people"),
  });

export function figureOrDash({ desk }: Sheet, made: Figure | null, why: string): Cell {
  return made === null ? missingCell(desk, desk.words(why)) : figureCell(desk, made);
}

export function achievementCell(sheet: Sheet, { member }: KpiSubject, item: KpiItemResult): Cell {
  const { desk } = sheet;
  if (item.pays === null) return missingCell(desk, desk.words("goals.kpi_missing"));
  const tone = item.met === true ? "good" : item.pays === 0 ? "concern" : "neutral";
  if (item.achievement === null)
    return { ...textCell(desk.words(item.met === true ? "goals.kpi_met" : "goals.kpi_not_met")), tone };
  const made = figure(sheet, member, `achievement_${item.item}`, {
    value: item.achievement,
    unit: "percent",
    text: desk.format.percent(item.achievement, 1),
    formula:
      desk.config.indicators[item.indicator]?.direction === "lower_is_better" ? "target ÷ value" : "value ÷ target",
    words: desk.words("goals.kpi_achievement_of", { item: itemName(sheet, item.item) }),
  });
  return figureCell(desk, made, { tone });
}
