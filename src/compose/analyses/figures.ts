import { figureId } from "../../collect/snapshot.ts";
import type { Analysis } from "../../config/schema/analyses/index.ts";
import type { Desk } from "../desk.ts";
import type { FigureSpec } from "../figures.ts";
import { figureLabel } from "../indicator-figures.ts";
import type { Figure } from "../model.ts";

/** `suppliers@2026-10#rows`: a figure that belongs to an analysis, named after it. */
export function analysisFigure(
  desk: Desk,
  analysis: Pick<Analysis, "id" | "title">,
  aspect: string,
  spec: Pick<FigureSpec, "value" | "unit" | "text"> & Partial<FigureSpec> & { name?: string },
): Figure {
  const { name, ...rest } = spec;
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(analysis.id, period, {}, aspect),
    label: figureLabel(desk, desk.names.label(analysis.title), period, {}, name),
    ...rest,
  });
}

/** A number of rows or members of an analysis. */
export function analysisCount(
  desk: Desk,
  analysis: Pick<Analysis, "id" | "title">,
  aspect: "rows" | "listed",
  value: number,
  query: string | null = null,
): Figure {
  return analysisFigure(desk, analysis, aspect, {
    value,
    unit: "count",
    text: desk.format.count(value),
    query,
    spelled: desk.format.spelled(value),
    name: desk.words(`aspects.${aspect}`),
  });
}
