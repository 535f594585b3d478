import { type Cut, figureId, type Measurement } from "../../collect/snapshot.ts";
import type { CustomChart } from "../../config/schema/report.ts";
import { PeriodicalError } from "../../errors.ts";
import type { Chart } from "../chart-model.ts";
import type { Desk } from "../desk.ts";
import { measured } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";

/** A chart of the report's own: its specification bound to the figures its patterns name. */
export function customChart(
  desk: Desk,
  chart: CustomChart,
  spec: Readonly<Record<string, unknown>> | undefined,
): string {
  if (spec === undefined) throw new Error(`the specification of the chart "${chart.id}" was not handed to compose`);
  const made: Chart = {
    kind: "custom",
    id: `custom-${chart.id}`,
    title: desk.names.text(chart.title),
    subtitle: "",
    alt: desk.names.text(chart.alt),
    spec: { ...spec },
    data: Object.fromEntries(
      Object.entries(chart.data).map(([name, patterns]) => [name, rowsFor(desk, chart.id, patterns)]),
    ),
  };
  desk.charts.set(made.id, made);
  return made.id;
}

/** Rows in the order of the patterns, then of the periods as measured. */
function rowsFor(desk: Desk, chart: string, patterns: readonly string[]) {
  return patterns.flatMap((pattern) => {
    const matches = matcher(pattern);
    const found = desk.snapshot.measurements.filter(
      (row) =>
        !("hour" in row.cut) &&
        desk.config.indicators[row.indicator] !== undefined &&
        matches(figureId(row.indicator, row.period, row.cut)),
    );
    const rows = found.map((row) => measurementRow(desk, row));
    const known = new Set(rows.map((row) => row.figure));
    for (const figure of Object.values(desk.figures.used())) {
      if (!known.has(figure.id) && matches(figure.id)) rows.push(figureRow(figure));
    }
    if (rows.length > 0) return rows;
    throw new PeriodicalError("CONFIG_INVALID", `The chart "${chart}" names figures that do not exist: "${pattern}".`, {
      where: `reports.${desk.evaluation.report}.charts`,
      hint: "Run `periodical show <edition> --json` for the ids of all figures; `*` stands for any run of characters.",
    });
  });
}

type Row = Record<string, string | number | null>;

function measurementRow(desk: Desk, row: Measurement): Row {
  const period = desk.period(row.period);
  const figure =
    row.value === null ? null : measured(desk, row.indicator, row.period, { value: row.value, n: row.n }, row.cut);
  if (figure !== null) desk.figures.use(figure);
  return {
    figure: figureId(row.indicator, row.period, row.cut),
    indicator: row.indicator,
    name: desk.names.indicator(row.indicator),
    period: row.period,
    period_label: period === undefined ? row.period : desk.format.period.short(period),
    value: row.value,
    text: figure?.text ?? "–",
    n: row.n,
    ...memberNames(desk, row.cut),
  };
}

const memberNames = (desk: Desk, cut: Cut): Row =>
  Object.fromEntries(
    Object.entries(cut).map(([dimension, member]) => [dimension, desk.names.member(dimension, member)]),
  );

const figureRow = ({ id, label, value, text, n }: Figure): Row => ({ figure: id, name: label, value, text, n });

function matcher(pattern: string): (id: string) => boolean {
  const expression = new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "u",
  );
  return (id) => expression.test(id);
}
