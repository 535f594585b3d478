import type { Content } from "./content.ts";

/** The same as the HTML, for programs that show none: short lines of plain text. */
export function mailText(content: Content): string {
  const { score, labels } = content;
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
    ...section(labels.strengths, content.strengths.map(findingLine)),
    ...section(labels.weaknesses, content.weaknesses.map(findingLine)),
    ...section(
      labels.recommended,
      content.measures.map(({ title, who, due, effect }) =>
        [
          `- ${title}`,
          [who, due && `${labels.due} ${due}`, effect && `${labels.effect}: ${effect}`].filter(Boolean).join(" · "),
        ].join("\n  "),
      ),
    ),
    "",
    ...(content.link === null ? [] : [`${content.linkText}: ${content.link}`]),
    content.documentNote,
    "",
    // What mail programs take for the start of a signature, and show small.
    "-- ",
    ...content.foot,
  ].join("\n")}\n`;
}

const findingLine = ({ value, label, text }: Content["strengths"][number]): string => `- ${value}  ${label}: ${text}`;
