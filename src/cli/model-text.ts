import type { Model, Section, SectionOf } from "../compose/model.ts";
import { textTable } from "./text-table.ts";

/** A model as plain text for the terminal: page 1 and the scorecard, in the model's language. */
export function modelText(model: Model): string {
  const summary = sectionOf(model, "summary");
  const scorecard = sectionOf(model, "scorecard");
  const blocks = [
    `${model.edition.organisation} · ${model.edition.title} · ${model.edition.periodText} · ${model.edition.scopeText}`,
    summary ? summaryText(model, summary) : "",
    scorecard ? scorecardText(scorecard) : "",
    `${model.edition.id} · ${model.edition.dataAsOf}`,
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function summaryText(model: Model, summary: SectionOf<"summary">): string {
  const { score, strengths, weaknesses, measures } = summary;
  const label = (key: string): string => model.labels[key] ?? key;
  const finding = (entry: (typeof strengths)[number]): string =>
    `  ${entry.cell.text}  ${entry.label}: ${entry.text.text}`;
  return [
    summary.heading.text,
    "",
    `${score.cell.text} ${score.outOf}  ${score.badge.text}  ${score.changes.map((change) => change.text).join(" · ")}`,
    ...score.lines.map((line) => line.text),
    ...summary.notes.map((note) => note.text),
    "",
    label("strengths"),
    ...(strengths.length > 0 ? strengths.map(finding) : [`  ${summary.strengthsEmpty}`]),
    "",
    label("weaknesses"),
    ...(weaknesses.length > 0 ? weaknesses.map(finding) : [`  ${summary.weaknessesEmpty}`]),
    "",
    label("recommended"),
    ...(measures.length > 0
      ? measures.map((row) => `  ${row.title} (${row.department}, ${row.due}) ${row.effect.text}`)
      : [`  ${summary.measuresEmpty}`]),
    ...(summary.followUp == null ? [] : ["", summary.followUp.text]),
  ].join("\n");
}

function scorecardText(section: SectionOf<"scorecard">): string {
  const fields = ["actual", "previous", "baseline", "target", "weight", "points"] as const;
  const head = [
    section.columns.label ?? "",
    ...fields.map((field) => section.columns[field] ?? field),
    section.columns.badge ?? "",
  ];
  const rows = section.groups.flatMap((group) => [
    [group.label],
    ...group.rows.map((row) => [
      `  ${row.label} ${row.unit}`.trimEnd(),
      ...fields.map((field) => row[field].text),
      row.badge.text,
    ]),
  ]);
  const total = [section.total.label, "", "", "", "", section.total.weight.text, section.total.points.text];
  return `${section.heading.text}\n${textTable([head, ...rows, total], [1, 2, 3, 4, 5, 6])}`;
}

function sectionOf<Id extends Section["id"]>(model: Model, id: Id): SectionOf<Id> | undefined {
  return model.sections.find((section): section is SectionOf<Id> => section.id === id);
}
