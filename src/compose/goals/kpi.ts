import type { KpiResult } from "../../evaluate/goals/kpi-result.ts";
import { emptyCell, figureCell, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Block, SectionOf, Sentence, Table } from "../model.ts";
import { details } from "./kpi-details.ts";
import {
  achievementCell,
  amountOf,
  figureOrDash,
  itemName,
  paidOf,
  payoutOf,
  peopleOf,
  rateOf,
  type Sheet,
} from "./kpi-figures.ts";

type Item = SectionOf<"goals">["items"][number];

/** A bonus scheme: who gets how much, and the achievement, weight and payout behind it. */
export function kpiItem(desk: Desk, result: KpiResult): Item {
  const kpi = desk.config.kpis[result.id];
  if (kpi === undefined) throw new Error(`the evaluation names a bonus scheme "${result.id}" that is not configured`);
  const sheet: Sheet = { desk, kpi, result };
  const blocks: Block[] = [
    { kind: "table", table: summary(sheet) },
    { kind: "sentences", sentences: rules(sheet) },
    ...details(sheet),
  ];
  return {
    anchor: `kpi-${result.id}`,
    heading: heading(sheet),
    subtitle: desk.words("goals.kpi_subtitle", {
      dimension: desk.names.dimensionInSentence(kpi.dimension),
      period: desk.format.period.long(desk.evaluation.period),
    }),
    blocks,
  };
}

function heading(sheet: Sheet): Sentence {
  const { desk, kpi, result } = sheet;
  const name = desk.names.label(kpi.name);
  const rated = result.subjects.flatMap((subject) => (subject.rate === null ? [] : [{ subject, rate: subject.rate }]));
  const top = rated.reduce<(typeof rated)[number] | null>(
    (best, next) => (best === null || next.rate > best.rate ? next : best),
    null,
  );
  const paid = paidOf(sheet);
  if (top === null) return desk.say("goals.kpi_heading_none", { name });
  const rate = rateOf(sheet, top.subject);
  const tied = rated.filter((other) => Math.abs(other.rate - top.rate) < 1e-9).length > 1;
  const member = desk.names.member(kpi.dimension, top.subject.member);
  if (rate === null || paid === null || tied || rated.length < 2) {
    return paid === null
      ? desk.say("goals.kpi_heading_rate", { name, member, rate: rate ?? "" })
      : desk.say("goals.kpi_heading_paid", { name, paid });
  }
  return desk.say("goals.kpi_heading", { name, member, rate, paid });
}

/** One line for each subject: achievement of every item, rate, payout; the last line adds up. */
function summary(sheet: Sheet): Table {
  const { desk, kpi, result } = sheet;
  const paid = paidOf(sheet);
  const columns = [
    { label: desk.names.dimension(kpi.dimension), numeric: false },
    ...kpi.items.map((item) => ({
      label: desk.words("goals.kpi_item", {
        item: itemName(sheet, item.id),
        weight: desk.format.percent(item.weight / 100),
      }),
      numeric: true,
    })),
    { label: desk.words("goals.kpi_rate"), numeric: true },
    { label: desk.words("goals.kpi_people"), numeric: true },
    { label: desk.words("goals.kpi_payout"), numeric: true },
  ];
  const rows = result.subjects.map((subject) => [
    textCell(desk.names.member(kpi.dimension, subject.member)),
    ...subject.items.map((item) => achievementCell(sheet, subject, item)),
    figureOrDash(sheet, rateOf(sheet, subject), "goals.kpi_withheld"),
    figureCell(desk, peopleOf(sheet, subject.member, subject.people)),
    figureOrDash(
      sheet,
      payoutOf(sheet, subject),
      subject.rate === null ? "goals.kpi_withheld" : "goals.kpi_pool_unknown",
    ),
  ]);
  const people = result.subjects.reduce((sum, subject) => sum + subject.people, 0);
  const total = [
    textCell(desk.words("goals.kpi_total")),
    ...kpi.items.map(() => textCell("")),
    textCell(""),
    figureCell(desk, peopleOf(sheet, null, people)),
    paid === null ? emptyCell : figureCell(desk, paid),
  ];
  return {
    id: `kpi-${result.id}`,
    title: null,
    columns,
    rows: [...rows, ...(result.subjects.length > 1 ? [total] : [])].map((cells) => ({ cells, group: false })),
  };
}

/** Steps, missing rule and award, in words. */
function rules(sheet: Sheet): Sentence[] {
  const { desk, kpi, result } = sheet;
  const steps = kpi.steps.map(({ from, pays }) =>
    desk.words("goals.kpi_step", { from: desk.format.percent(from), pays: desk.format.percent(pays) }),
  );
  return [
    desk.say(`goals.kpi_award_${result.award.kind.replaceAll("-", "_")}`, { amount: amountOf(sheet) }),
    desk.say("goals.kpi_steps", { steps: steps.join(desk.words("punctuation.list")) }),
    desk.say(`goals.kpi_missing_${kpi.missing}`),
    ...(kpi.note === undefined ? [] : [desk.say("goals.note", { note: desk.names.text(kpi.note) })]),
  ];
}
