/**
 * Words the templates of a report take from the model's `labels`; a language must have all of them. A finding, a name or a
 * sentence is never a label: those come with the section.
 */
export const TEMPLATE_LABELS = [
  // Small line above a section's title.
  "restatement",
  "scorecard",
  "goals",
  "trends",
  "analyses",
  "feedback",
  "shortfalls",
  "plan",
  "follow_up",
  "method",
  "provenance",
  // Page 1.
  "strengths",
  "weaknesses",
  "recommended",
  "measure",
  "department",
  "due",
  "effect",
  "verification",
  // Foot of every page, number included: `revision 1`.
  "revision",
  // Provenance.
  "attachments",
  // Heading of what the printer has to say, and the sentences under it.
  "printing",
  "replaced",
  "shortened",
] as const;

export type TemplateLabel = (typeof TEMPLATE_LABELS)[number];
