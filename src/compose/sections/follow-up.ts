import { parsePeriod } from "../../calendar/periods.ts";
import { cellOrDash, emptyCell, figureCell, missingCell, table, textCell, toneOf } from "../cells.ts";
import { progressChart } from "../charts/follow-up-chart.ts";
import type { Desk } from "../desk.ts";
import { changeFigure, type Followed, followedOf, followedValue } from "../follow-up-figures.ts";
import type { Block, Cell, SectionOf, Table, Tone } from "../model.ts";
import { followUpHeading, followUpText } from "../narrative/follow-up.ts";
import { standardText } from "../narrative/standard.ts";

type Status = Followed["result"]["status"];

const TONES: Readonly<Record<Status, Tone>> = {
  verified: "good",
  lapsed: "concern",
  overdue: "concern",
  "not-yet": "neutral",
  "not-measurable": "caution",
  closed: "neutral",
  cancelled: "neutral",
};

/** A chart beside its table has so many rows at most; more actions take several of them. */
const MOST_BESIDE = 14;

/** Page 7: measures of earlier editions, measured again; null where there are none. */
export function followUpSection(desk: Desk): SectionOf<"follow_up"> | null {
  const all = followedOf(desk);
  if (all.length === 0) return null;
  return {
    id: "follow_up",
    heading: followUpHeading(desk),
    subtitle: desk.words("follow_up.subtitle", { period: desk.format.period.long(desk.evaluation.period) }),
    blocks: [{ kind: "table", table: statusTable(desk, all) }, ...numbers(desk, all)],
    items: all.map((followed) => ({
      anchor: `action-${followed.action.id}`,
      label: followed.action.id,
      title: desk.names.text(followed.action.measure),
      text: followUpText(desk, followed),
    })),
  };
}

/** What was agreed on, and how it stands. */
function statusTable(desk: Desk, all: readonly Followed[]): Table {
  const columns = ["id", "measure", "department", "due", "standard", "before", "now", "status"] as const;
  const numeric = new Set(["before", "now"]);
  return table(
    "follow-up",
    null,
    columns.map((column) => [desk.words(`follow_up.column_${column}`), numeric.has(column)] as const),
    all.map((followed) => {
      const { action, result } = followed;
      const { standard } = action;
      return [
        textCell(action.id),
        textCell(desk.names.text(action.measure)),
        textCell(desk.names.text(action.department)),
        textCell(desk.format.period.day(action.due)),
        standard === null ? emptyCell : textCell(standardOf(desk, followed)),
        valueCell(desk, followed, "before"),
        valueCell(desk, followed, "now"),
        {
          text: desk.words(`follow_up.status_${result.status.replaceAll("-", "_")}`),
          tone: TONES[result.status],
        },
      ];
    }),
  );
}

/** The standard in words; where its indicator is gone, as it was written down. */
function standardOf(desk: Desk, { action }: Followed): string {
  const { standard, standardText: written, period } = action;
  if (standard === null) return emptyCell.text;
  if (standard.indicator !== undefined && desk.config.indicators[standard.indicator] === undefined)
    return written ?? standard.indicator;
  return standardText(desk, standard, parsePeriod(period, desk.snapshot.calendar).unit);
}

function valueCell(desk: Desk, { action, result }: Followed, which: "before" | "now"): Cell {
  const { standard } = action;
  if (standard === null || result.series.length === 0) return emptyCell;
  return cellOrDash(desk, followedValue(desk, standard, result[which]), desk.words("follow_up.no_value"));
}

/** How far each has come, beside what it did against all others; what was ended or cannot be judged is left out. */
function numbers(desk: Desk, all: readonly Followed[]): Block[] {
  const measured = all.filter(({ result: { change, status } }) => change !== null && !LEFT_OUT.has(status));
  return chunks(measured, MOST_BESIDE).map((some, index): Block => {
    const compared = othersTable(desk, some, index);
    const chart = progressChart(desk, some, index);
    return chart === null ? { kind: "table", table: compared } : { kind: "chart-table", chart, table: compared };
  });
}

const LEFT_OUT: ReadonlySet<Status> = new Set(["closed", "cancelled", "not-measurable"]);

/** Parts of about equal length, none longer than `most`. */
function chunks<T>(items: readonly T[], most: number): T[][] {
  const count = Math.ceil(items.length / most);
  const size = Math.ceil(items.length / Math.max(1, count));
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function othersTable(desk: Desk, measured: readonly Followed[], index: number): Table {
  const columns = ["id", "change", "others", "beyond"] as const;
  return table(
    `follow-up-others-${index + 1}`,
    desk.words("follow_up.others_title"),
    columns.map((column) => [desk.words(`follow_up.column_${column}`), column !== "id"] as const),
    measured.map((followed) => {
      const { standard } = followed.action;
      if (standard === null) return [textCell(followed.action.id), emptyCell, emptyCell, emptyCell];
      const change = changeFigure(desk, followed, standard, "change");
      return [
        textCell(followed.action.id),
        change === null
          ? emptyCell
          : figureCell(desk, change, {
              tone: followed.result.change?.evidence === false ? "neutral" : toneOf(change.effect),
            }),
        ...othersCells(desk, followed),
      ];
    }),
  );
}

function othersCells(desk: Desk, followed: Followed): Cell[] {
  const { standard } = followed.action;
  const others = standard === null ? null : changeFigure(desk, followed, standard, "others");
  const beyond = standard === null ? null : changeFigure(desk, followed, standard, "beyond");
  if (standard === null || others === null || beyond === null) {
    const whole = Object.keys(standard?.cut ?? {}).length === 0;
    const why = desk.words(whole ? "follow_up.no_others" : "follow_up.no_parts");
    return [missingCell(desk, why), emptyCell];
  }
  const tone = followed.result.beyond?.evidence === true ? toneOf(beyond.effect) : "neutral";
  return [figureCell(desk, others), figureCell(desk, beyond, { tone })];
}
