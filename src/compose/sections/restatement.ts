import { emptyCell, plain, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { FigureChange } from "../figure-change.ts";
import { countFigure } from "../indicator-figures.ts";
import type { Cell, SectionOf } from "../model.ts";

/** How this revision's figures differ from those of the revision before it. */
export interface Restatement {
  /** Revision it is compared with. */
  against: number;
  /** When that one was filed, ISO UTC. */
  filedAt: string;
  changes: readonly FigureChange[];
}

/** Rows printed; the attached model has all figures of both revisions' documents. */
const PRINTED = 200;

/** What was filed before, what holds now, and why: without it a revision could change the past unseen. */
export function restatementSection(desk: Desk, restatement: Restatement): SectionOf<"restatement"> {
  const { changes, against } = restatement;
  const { period } = desk.evaluation;
  const count = countFigure(
    desk,
    `restated@${period.id}#n`,
    [desk.words("aspects.restated"), desk.format.period.long(period)].join(desk.words("punctuation.list")),
    changes.length,
    { formula: `figures that differ from revision ${against}` },
  );
  const revision = String(against);
  const time = desk.format.period.instant(restatement.filedAt);
  const causes = [...new Set(changes.map(({ cause }) => cause))];
  const shown = changes.slice(0, PRINTED);
  return {
    id: "restatement",
    heading: desk.say("restatement.heading", { count, revision }),
    subtitle: desk.words("restatement.subtitle", { revision, time }),
    blocks: [
      {
        kind: "sentences",
        sentences: [
          ...causes.map((cause) => plain(desk.words(`restatement.because_${cause}`))),
          ...(shown.length < changes.length ? [plain(desk.words("restatement.shortened"))] : []),
        ],
      },
      {
        kind: "table",
        table: table(
          "restatement",
          null,
          [
            [desk.words("restatement.figure"), false],
            [desk.words("restatement.filed"), true],
            [desk.words("restatement.now"), true],
            [desk.words("restatement.difference"), true],
            [desk.words("restatement.cause"), false],
          ],
          shown.map((change) => [
            textCell(change.label),
            orDash(change.before?.text ?? null),
            orDash(change.now?.text ?? null),
            orDash(differenceText(desk, change)),
            textCell(desk.words(`restatement.cause_${change.cause}`)),
          ]),
        ),
      },
    ],
  };
}

const orDash = (text: string | null): Cell => (text === null ? emptyCell : textCell(text));

/** In the indicator's way of writing differences where the figure is one of an indicator; a plain signed number else. */
function differenceText(desk: Desk, { id, unit, difference }: FigureChange): string | null {
  if (difference === null || difference === 0) return null;
  const subject = id.split("@")[0] ?? "";
  const indicator = desk.config.indicators[subject];
  if (indicator !== undefined && (unit === indicator.unit || unit === "percentage_points")) {
    return desk.values(subject).variance(difference);
  }
  if (unit === "percent" || unit === "percentage_points") {
    return desk.words("units.percentage_points", { value: desk.format.signed(difference * 100, 1), value_n: 2 });
  }
  return desk.format.signed(difference, Number.isInteger(difference) ? 0 : 1);
}
