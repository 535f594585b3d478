import type { KpiSubject } from "../../evaluate/goals/kpi-result.ts";
import { emptyCell, figureCell, missingCell, textCell } from "../cells.ts";
import { measured } from "../indicator-figures.ts";
import type { Block, Cell } from "../model.ts";
import { roundToSum } from "../number-format.ts";
import { achievementCell, figure, itemName, rateOf, type Sheet } from "./kpi-figures.ts";

/** With more subjects the items are not listed one by one: nobody reads a page for each of a hundred. */
const MOST_DETAILED = 12;

/** For each subject: what was wanted and reached, what the step pays, and its part of the rate. */
export function details(sheet: Sheet): Block[] {
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
