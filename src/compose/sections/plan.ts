import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { SectionOf, Sentence } from "../model.ts";
import { measureRow } from "../narrative/measures.ts";

const FIELDS = [
  "problem",
  "cause",
  "reason",
  "department",
  "owner",
  "due",
  "resources",
  "effect",
  "verification",
] as const;

/** Page 6: what is to be done, by whom, until when, and how it will be verified. */
export function planSection(desk: Desk): SectionOf<"plan"> {
  const { measures } = desk.evaluation;
  return {
    id: "plan",
    heading: heading(desk),
    subtitle: desk.words(measures.length === 0 ? "plan.subtitle_none" : "plan.subtitle"),
    labels: Object.fromEntries(FIELDS.map((field) => [field, desk.words(`labels.${field}`)])),
    measures: measures.map((measure) => measureRow(desk, measure)),
  };
}

function heading(desk: Desk): Sentence {
  const { measures, period } = desk.evaluation;
  if (measures.length === 0)
    return desk.say(desk.report.playbook === undefined ? "plan.heading_no_playbook" : "plan.heading_none");
  const last =
    measures
      .map((measure) => measure.dueDate)
      .sort()
      .at(-1) ?? "";
  const count = countFigure(
    desk,
    `measures@${period.id}#n`,
    figureLabel(desk, desk.words("aspects.measures"), period.id),
    measures.length,
    { formula: `rules of ${desk.report.playbook ?? ""} that fired` },
  );
  return desk.say("plan.heading", { count, day: desk.format.period.day(last) });
}
