import { HIDDEN_NAME } from "../../collect/personal.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import { emptyCell, table, textCell } from "../cells.ts";
import { cleanText } from "../clean.ts";
import type { Desk } from "../desk.ts";
import { maskQuote, maskWords } from "../mask.ts";
import type { Cell } from "../model.ts";
import { analysisCount } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

type Column = AnalysisOf<"listing">["columns"][number];

/** The rows as a table, newest or largest first; how many there are in all. */
export function writeListing(
  desk: Desk,
  analysis: AnalysisOf<"listing">,
  result: AnalysisResultOf<"listing">,
): WrittenAnalysis {
  const total = analysisCount(desk, analysis, "rows", result.total, `${analysis.dataset}/${analysis.id}`);
  const rows = desk.names.rows(analysis.dataset);
  const measure = desk.names.measureWord(analysis.dataset);
  const title = desk.names.label(analysis.title);
  const shown = analysisCount(desk, analysis, "listed", result.rows.length, `${analysis.dataset}/${analysis.id}`);
  const columns = columnsShown(desk, analysis);
  return {
    heading:
      result.total === 0
        ? desk.say("listing.heading_none", { title })
        : result.total > result.rows.length
          ? desk.say("listing.heading_first", { title, total, shown, rows, measure })
          : desk.say("listing.heading", { title, total, rows, measure }),
    subtitle: desk.words("listing.subtitle", { period: desk.format.period.long(desk.evaluation.period) }),
    blocks: [
      ...(result.rows.length === 0
        ? []
        : [
            {
              kind: "table" as const,
              table: table(
                `${analysis.id}-rows`,
                null,
                columns.map(({ column: { label, as } }) => [desk.names.label(label), as === "number"] as const),
                result.rows.map((row) => columns.map(({ column, index }) => cellOf(desk, column, row[index] ?? null))),
              ),
            },
          ]),
    ],
  };
}

/** Those of the document's language; cut to one member, the edition need not repeat it row by row. */
function columnsShown(desk: Desk, { columns }: AnalysisOf<"listing">): { column: Column; index: number }[] {
  return columns
    .map((column, index) => ({ column, index }))
    .filter(({ column: { locale, as, dimension } }) => {
      const repeated = as === "member" && dimension !== undefined && desk.evaluation.scope[dimension] !== undefined;
      return !repeated && (locale === undefined || locale === desk.bundle.locale);
    });
}

function cellOf(desk: Desk, column: Column | undefined, text: string | null): Cell {
  if (text === null || column === undefined) return emptyCell;
  switch (column.as) {
    case "day":
      return textCell(desk.format.period.day(text));
    case "number":
      return textCell(desk.format.number(Number(text), column.precision));
    case "member":
      if (text === HIDDEN_NAME) return textCell(desk.words("mask.name"));
      return textCell(column.dimension === undefined ? cleanText(text) : desk.names.member(column.dimension, text));
    case "text":
      return textCell(maskQuote(text, maskWords(desk.words)));
  }
}
