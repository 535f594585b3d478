import { figureId } from "../../collect/snapshot.ts";
import type { Kpi } from "../../config/schema/kpi.ts";
import type { KpiItemResult, KpiResult, KpiSubject } from "../../evaluate/goals/kpi-result.ts";
import { emptyCell, figureCell, missingCell, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { figureLabel, measured } from "../indicator-figures.ts";
import type { Block, Cell, Figure, SectionOf, Sentence, Table } from "../model.ts";
import { roundToSum } from "../number-format.ts";
import { goalShortName } from "./names.ts";

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

interface Sheet {
  desk: Desk;
  kpi: Kpi;
  result: KpiResult;
}

function figure(
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

const money = (sheet: Sheet, subject: string | null, aspect: string, value: number, words: string, formula: string) =>
  figure(sheet, subject, aspect, {
    value,
    unit: "currency",
    text: sheet.desk.format.money(value, sheet.result.digits),
    formula,
    words,
  });

const rateOf = (sheet: Sheet, { member, rate }: KpiSubject): Figure | null =>
  rate === null
    ? null
    : figure(sheet, member, "rate", {
        value: rate,
        unit: "percent",
        text: sheet.desk.format.percent(rate, 1),
        formula: "Σ weight × payout of the step",
        words: sheet.desk.words("goals.kpi_rate"),
      });

const payoutOf = (sheet: Sheet, { member, payout }: KpiSubject): Figure | null =>
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

const paidOf = (sheet: Sheet): Figure | null =>
  sheet.result.paid === null
    ? null
    : money(sheet, null, "paid", sheet.result.paid, sheet.desk.words("goals.kpi_paid"), "Σ payout");

const amountOf = (sheet: Sheet): Figure =>
  money(
    sheet,
    null,
    "amount",
    sheet.result.award.amount,
    sheet.desk.words("goals.kpi_amount"),
    `kpis.${sheet.result.id}`,
  );

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

const itemName = ({ desk, kpi }: Sheet, id: string): string => {
  const item = kpi.items.find((candidate) => candidate.id === id);
  if (item?.name !== undefined) return desk.names.label(item.name);
  if (item?.goal !== undefined) return goalShortName(desk, item.goal);
  return desk.names.indicatorShort(item?.indicator ?? id);
};

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

const peopleOf = (sheet: Sheet, member: string | null, people: number): Figure =>
  figure(sheet, member, "people", {
    value: people,
    unit: "count",
    text: sheet.desk.format.count(people),
    formula: `kpis.${sheet.result.id}.subjects`,
    words: sheet.desk.words("goals.kpi_people"),
  });

function figureOrDash({ desk }: Sheet, made: Figure | null, why: string): Cell {
  return made === null ? missingCell(desk, desk.words(why)) : figureCell(desk, made);
}

function achievementCell(sheet: Sheet, { member }: KpiSubject, item: KpiItemResult): Cell {
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

/** With more subjects the items are not listed one by one: nobody reads a page for each of a hundred. */
const MOST_DETAILED = 12;

/** For each subject: what was wanted and reached, what the step pays, and its part of the rate. */
function details(sheet: Sheet): Block[] {
  const { desk, result } = sheet;
  if (result.subjects.length > MOST_DETAILED) return [];
  const heads = ["item", "actual", "target", "achievement", "pays", "weight", "part"] as const;
  return result.subjects.map((subject) => ({
    kind: "table",
    table: {
      id: `kpi-${result.id}-${subject.member}`,
      title: desk.names.member(result.dimension, subject.member),
      columns: heads.map((head) => ({ label: desk.words(`goals.kpi_column_${head}`), numeric: head !== "item" })),
      rows: itemRows(sheet, subject).map((cells) => ({ cells, group: false })),
    },
  }));
}

function itemRows(sheet: Sheet, subject: KpiSubject): Cell[][] {
  const { desk } = sheet;
  const { items, rate, member } = subject;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  // Rounded so that the printed lines add up to the printed sums.
  const parts = roundToSum(
    items.map(({ part }) => part * 100),
    sum(items.map(({ part }) => part)) * 100,
    1,
  );
  const weights = roundToSum(
    items.map(({ effectiveWeight }) => effectiveWeight),
    sum(items.map(({ effectiveWeight }) => effectiveWeight)),
    1,
  );
  const percent = (
    aspect: string,
    value: number,
    shown: number,
    formula: string,
    words: string,
    digits: number,
  ): Cell =>
    figureCell(
      desk,
      figure(sheet, member, aspect, {
        value,
        unit: "percent",
        text: desk.format.percent(shown / 100, digits),
        formula,
        words,
      }),
    );
  const whole = weights.every((weight) => Math.abs(weight - Math.round(weight)) < 1e-9) ? 0 : 1;
  const lines = items.map((item, i): Cell[] => {
    const name = itemName(sheet, item.item);
    const format = desk.values(item.indicator);
    const value = item.actual;
    const period = desk.evaluation.period.id;
    return [
      textCell(name),
      value === null
        ? missingCell(desk, desk.words("missing.no_data"))
        : figureCell(desk, measured(desk, item.indicator, period, { value, n: item.n }, item.cut)),
      item.target === null
        ? emptyCell
        : figureCell(
            desk,
            figure(sheet, member, `target_${item.item}`, {
              value: item.target,
              unit: desk.config.indicators[item.indicator]?.unit ?? "",
              text: format.value(item.target),
              formula: "plan of the goal in the period, or the item's target",
              words: desk.words("goals.kpi_target_of", { item: name }),
            }),
          ),
      achievementCell(sheet, subject, item),
      item.pays === null
        ? emptyCell
        : percent(
            `pays_${item.item}`,
            item.pays,
            item.pays * 100,
            "step of the achievement",
            desk.words("goals.kpi_pays_of", { item: name }),
            0,
          ),
      percent(
        `weight_${item.item}`,
        item.effectiveWeight / 100,
        weights[i] ?? 0,
        "weight after the rule for missing items",
        desk.words("goals.kpi_weight_of", { item: name }),
        whole,
      ),
      percent(
        `part_${item.item}`,
        item.part,
        parts[i] ?? 0,
        "weight × payout of the step",
        desk.words("goals.kpi_part_of", { item: name }),
        1,
      ),
    ];
  });
  const made = rateOf(sheet, subject);
  const total: Cell[] = [
    textCell(desk.words("goals.kpi_sum")),
    ...Array.from({ length: 4 }, () => textCell("")),
    percent(
      "weight_sum",
      sum(items.map(({ effectiveWeight }) => effectiveWeight)) / 100,
      sum(weights),
      "Σ weight",
      desk.words("goals.kpi_weight_sum"),
      whole,
    ),
    rate === null
      ? missingCell(desk, desk.words("goals.kpi_withheld"))
      : made === null
        ? emptyCell
        : figureCell(desk, made),
  ];
  return [...lines, total];
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
