import { shorten } from "../compose/clean.ts";
import type { Model, SectionOf } from "../compose/model.ts";

interface Limits {
  heading: number;
  name: number;
  sentence: number;
  measures: number;
  notes: number;
  rows: number;
}

/**
 * Steps by which page 1 is made to fit on one page, after the tight density of the style sheet did not suffice. What is
 * left out or shortened stands whole in the section it is the summary of.
 */
export const FIT_STEPS: readonly Limits[] = [
  { heading: 170, name: 60, sentence: 150, measures: 3, notes: 3, rows: 8 },
  { heading: 145, name: 50, sentence: 120, measures: 3, notes: 2, rows: 6 },
  { heading: 120, name: 40, sentence: 80, measures: 2, notes: 1, rows: 5 },
];

/** The model with its first page cut down to a step's limits. */
export function fitSummary(model: Model, { heading, name, sentence, measures, notes, rows }: Limits): Model {
  const cut = <T extends { text: string }>(item: T, width: number): T => ({ ...item, text: shorten(item.text, width) });
  const finding = (item: SectionOf<"summary">["strengths"][number]) => ({
    ...item,
    label: shorten(item.label, name),
    text: cut(item.text, sentence),
    cell: cut(item.cell, 24),
  });
  const fitted = (section: SectionOf<"summary">): SectionOf<"summary"> => ({
    ...section,
    heading: cut(section.heading, heading),
    subtitle: shorten(section.subtitle, sentence),
    score: { ...section.score, lines: section.score.lines.slice(0, 3).map((line) => cut(line, name * 2)) },
    points: {
      ...section.points,
      subtitle: cut(section.points.subtitle, sentence),
      rows: section.points.rows.slice(0, rows).map((row) => ({ ...row, label: shorten(row.label, name / 2) })),
    },
    keyFigures: section.keyFigures && { ...section.keyFigures, rows: section.keyFigures.rows.slice(0, rows) },
    strengths: section.strengths.slice(0, 3).map(finding),
    weaknesses: section.weaknesses.slice(0, 3).map(finding),
    measures: section.measures.slice(0, measures).map((measure) => ({
      ...measure,
      title: shorten(measure.title, name * 1.5),
      department: shorten(measure.department, name),
      effect: cut(measure.effect, name),
      verification: shorten(measure.verification, sentence),
    })),
    notes: section.notes.slice(0, notes).map((note) => cut(note, sentence)),
  });
  return {
    ...model,
    sections: model.sections.map((section) => (section.id === "summary" ? fitted(section) : section)),
  };
}
