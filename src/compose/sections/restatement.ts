import { emptyCell, plain, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { countFigure } from "../indicator-figures.ts";
import type { Cell, SectionOf } from "../model.ts";

/** Why a figure is not what was filed. */
export type RestatementCause = "query" | "rows" | "rules" | "version";

/** How this revision's figures differ from those of the revision before it. */
export interface Restatement {
  /** Revision it is compared with. */
  against: number;
  /** When that one was filed, ISO UTC. */
  filedAt: string;
  changes: readonly {
    id: string;
    label: string;
    before: string | null;
    now: string | null;
    /** now − before as printed, sign included; null where one of them is no number. */
    difference: string | null;
    cause: RestatementCause;
  }[];
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
          shown.map(({ label, before, now, difference, cause }) => [
            textCell(label),
            orDash(before),
            orDash(now),
            orDash(difference),
            textCell(desk.words(`restatement.cause_${cause}`)),
          ]),
        ),
      },
    ],
  };
}

const orDash = (text: string | null): Cell => (text === null ? emptyCell : textCell(text));
