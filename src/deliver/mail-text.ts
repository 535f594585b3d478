import type { Content, Finding } from "./content.ts";

/** The same as the HTML, for programs that show none: short lines of plain text. */
export function mailText(content: Content): string {
  const { score, labels } = content;
  const line = ({ value, label, text }: Finding): string => `- ${value}  ${label}${labels.colon}${text}`;
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", heading.toUpperCase(), ...lines];
  const scored = score === null ? [] : ["", [`${score.value} ${score.outOf}`, score.band].filter(Boolean).join(" · ")];
  return `${[
    content.organisation,
    content.title,
    content.subtitle,
    ...(content.restated === null ? [] : ["", content.restated]),
    "",
    content.headline,
    ...scored,
    ...content.changes.map(({ text }) => text),
    ...content.lines,
    ...content.charts.flatMap(({ title, alt }) => ["", title, alt]),
    ...section(labels.strengths, content.strengths.map(line)),
    ...section(labels.weaknesses, content.weaknesses.map(line)),
    ...section(
      labels.recommended,
      content.measures.flatMap(({ title, details }) => [`- ${title}`, `  ${details}`]),
    ),
    "",
    ...(content.link === null ? [] : [`${content.linkText}${labels.colon}${content.link}`]),
    content.documentNote,
    "",
    // What mail programs take for the start of a signature, and show small.
    "-- ",
    ...content.foot,
  ].join("\n")}\n`;
}
