import { z } from "zod";
import { Chart } from "./chart-model.ts";

export const Tone = z.enum(["good", "concern", "caution", "neutral"]);
export type Tone = z.infer<typeof Tone>;

/** Value, unit and display text travel together: a renderer prints `text` and never formats a number. */
export const Figure = z.strictObject({
  id: z.string().describe("`indicator@period/cut#aspect`, or `score@period`, `theme/…@period`, …"),
  label: z.string().describe("What it is, in the document's language: `Call answer rate, October 2026, phone`."),
  value: z.number().nullable(),
  unit: z.string(),
  text: z.string().describe("As printed, unit included."),
  n: z.number().nullable(),
  query: z.string().nullable().describe("Id of the query it rests on; null for a figure derived from several."),
  formula: z.string().nullable().describe("How a derived figure was computed, naming the figures it rests on."),
  spelled: z.string().optional().describe("The same number as a word, where a sentence spells it out (`four`)."),
  effect: z
    .enum(["better", "worse", "same"])
    .optional()
    .describe("Only on differences: what it means for the business; `value` is signed even where `text` is not."),
});
export type Figure = z.infer<typeof Figure>;

/** A sentence, the figures it prints, and what else it rests on. */
export const Sentence = z.strictObject({
  text: z.string(),
  figures: z.array(z.string()).describe("Ids of the figures whose text (or spelled number) occurs in `text`."),
  basis: z
    .array(z.string())
    .optional()
    .describe("Ids of figures a word such as `rose` rests on without their being printed here."),
  terms: z.array(z.string()).optional().describe("Names, dates and the like inserted into the sentence."),
});
export type Sentence = z.infer<typeof Sentence>;

export const Cell = z.strictObject({
  text: z.string(),
  figure: z.string().optional(),
  tone: Tone.optional(),
  note: z.string().optional().describe("Footnote id."),
});
export type Cell = z.infer<typeof Cell>;

/** A plain table: numeric columns are right-aligned; a `head` row of a group spans the table. */
export const Table = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  columns: z.array(z.strictObject({ label: z.string(), numeric: z.boolean() })),
  rows: z.array(z.strictObject({ cells: z.array(Cell), group: z.boolean().default(false) })),
});
export type Table = z.infer<typeof Table>;

/** Shape and words of variation and assurance: never colour alone. */
export const Mark = z.strictObject({
  shape: z.enum(["up", "down", "dot", "none"]).describe("Triangle up or down as the figure moves, dot = ordinary."),
  tone: Tone,
  text: z.string(),
});
export const Badge = z.strictObject({ band: z.string().nullable(), text: z.string() });
export const Change = z.strictObject({
  shape: z.enum(["up", "down", "dot"]),
  tone: Tone,
  text: z.string(),
  figure: z.string(),
});

export const MeasureRow = z.strictObject({
  title: z.string(),
  problem: z.string(),
  cause: Sentence,
  reason: Sentence.describe("Why the rule fired."),
  department: z.string(),
  owner: z.string(),
  due: z.string(),
  resources: z.string(),
  effect: Cell,
  verification: z.string(),
});

const base = { heading: Sentence.describe("The section's title, a finding."), subtitle: z.string() };

export const SummarySection = z.strictObject({
  id: z.literal("summary"),
  ...base,
  score: z.strictObject({
    cell: Cell,
    outOf: z.string(),
    badge: Badge,
    changes: z.array(Change),
    lines: z.array(Sentence),
  }),
  decision: z
    .strictObject({
      label: z.string(),
      outcome: z.strictObject({ text: z.string(), tone: Tone }),
      sentences: z.array(Sentence),
    })
    .nullable()
    .describe("What the report's rules decide, the figures it rests on, what follows; null without such rules."),
  points: z.strictObject({
    heading: z.string(),
    subtitle: Sentence,
    rows: z.array(z.strictObject({ label: z.string(), share: z.number(), points: Cell, of: z.string() })),
  }),
  keyFigures: Table.nullable().describe("Every indicator with its value, where there is no score to open with."),
  scoreChart: z.string().nullable(),
  strengths: z.array(z.strictObject({ cell: Cell, label: z.string(), text: Sentence, href: z.string() })),
  strengthsEmpty: z.string(),
  weaknesses: z.array(z.strictObject({ cell: Cell, label: z.string(), text: Sentence, href: z.string() })),
  weaknessesEmpty: z.string(),
  measures: z.array(MeasureRow),
  measuresEmpty: z.string(),
  followUp: Sentence.nullable().describe("One line about the measures of earlier editions, where there are any."),
  notes: z
    .array(Sentence)
    .describe("What the reader must know before believing page 1 (missing indicators, withheld score)."),
});

export const ScorecardRow = z.strictObject({
  indicator: z.string(),
  label: z.string(),
  unit: z.string(),
  actual: Cell,
  interval: Cell.nullable(),
  previous: Cell,
  lastYear: Cell,
  baseline: Cell,
  target: Cell,
  attainment: Cell.describe("Share of items within the target, or target achievement."),
  sparkline: z.string().nullable(),
  variation: Mark,
  assurance: Mark,
  badge: Badge,
  weight: Cell,
  points: Cell,
  href: z.string(),
});
export const ScorecardSection = z.strictObject({
  id: z.literal("scorecard"),
  ...base,
  columns: z
    .record(z.string(), z.string())
    .describe("Column headings by the row's field name; a column without one is empty and left out."),
  groups: z.array(z.strictObject({ label: z.string(), rows: z.array(ScorecardRow), points: Cell, weight: Cell })),
  total: z.strictObject({ label: z.string(), weight: Cell, points: Cell }),
  charts: z.array(z.string()),
  notes: z.array(Sentence),
  changes: Table.nullable().describe("Weights and levels before and after a change of the rules inside the history."),
  inside: Table.nullable().describe("Months inside a quarter, and the like."),
});

export const TrendsSection = z.strictObject({
  id: z.literal("trends"),
  ...base,
  charts: z.array(z.strictObject({ chart: z.string(), anchor: z.string(), text: Sentence })),
  table: Table.describe("All values drawn."),
  custom: z.array(z.string()),
});

export const FeedbackSection = z.strictObject({
  id: z.literal("feedback"),
  ...base,
  chart: z.string(),
  table: Table,
  sentences: z.array(Sentence),
  quotesHeading: z.string(),
  quotes: z.array(z.strictObject({ theme: z.string(), text: z.string() })),
  custom: z.array(z.string()).optional().describe("Charts of the report's own for this section."),
});

/** A piece of a page: sentences, charts in rows of two, a table, or a chart with its table beside it. */
export const Block = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sentences"), sentences: z.array(Sentence) }),
  z.strictObject({ kind: z.literal("charts"), charts: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("table"), table: Table }),
  z.strictObject({ kind: z.literal("chart-table"), chart: z.string(), table: Table }),
]);
export type Block = z.infer<typeof Block>;

export const RestatementSection = z.strictObject({
  id: z.literal("restatement"),
  ...base,
  blocks: z.array(Block).describe("Figures that differ from the revision before, and why."),
});

export const AnalysesSection = z.strictObject({
  id: z.literal("analyses"),
  ...base,
  items: z
    .array(z.strictObject({ anchor: z.string(), heading: Sentence, subtitle: z.string(), blocks: z.array(Block) }))
    .describe("Closer looks; the first one's heading is the section's."),
});

export const GoalsSection = z.strictObject({
  id: z.literal("goals"),
  ...base,
  lead: z.array(Sentence).describe("What must be known before the table is read."),
  overview: Table.describe("Every goal: plan, actual, projection, what it needs from here, status."),
  charts: z.array(z.strictObject({ chart: z.string(), anchor: z.string(), text: Sentence })),
  items: z
    .array(z.strictObject({ anchor: z.string(), heading: Sentence, subtitle: z.string(), blocks: z.array(Block) }))
    .describe("Goals broken down over members, then bonus tables."),
  notes: z.array(Sentence).describe("How goals are judged."),
});

export const ShortfallItem = z.strictObject({
  anchor: z.string(),
  heading: Sentence,
  subtitle: z.string(),
  sentences: z.array(Sentence),
  charts: z.array(z.string()),
  table: Table.nullable().describe("Contribution of each member: rows, value, rate effect, mix effect, total."),
  cause: z.strictObject({ label: z.string(), text: Sentence }).nullable(),
  playbook: z.strictObject({ label: z.string(), title: z.string(), reason: Sentence }).nullable(),
});
export const ShortfallsSection = z.strictObject({
  id: z.literal("shortfalls"),
  ...base,
  items: z.array(ShortfallItem),
  custom: z.array(z.string()).optional().describe("Charts of the report's own for this section."),
});

export const PlanSection = z.strictObject({
  id: z.literal("plan"),
  ...base,
  labels: z.record(z.string(), z.string()),
  measures: z.array(MeasureRow),
});

export const FollowUpSection = z.strictObject({
  id: z.literal("follow_up"),
  ...base,
  blocks: z.array(Block).describe("What was agreed on and how it stands; how far each has come, against all others."),
  items: z.array(
    z.strictObject({
      anchor: z.string(),
      label: z.string().describe("Id of the action."),
      title: z.string().describe("The measure."),
      text: Sentence.describe("What was measured, what it says, what is to be done."),
    }),
  ),
});

export const MethodSection = z.strictObject({
  id: z.literal("method"),
  ...base,
  blocks: z.array(
    z.strictObject({
      heading: z.string(),
      sentences: z.array(Sentence),
      table: Table.nullable(),
    }),
  ),
});

export const FigureList = z
  .strictObject({
    title: z.string(),
    families: z.array(
      z.strictObject({
        name: z
          .string()
          .describe(
            "`call_answer_rate@…`: an id is the name with the key in the place of `…`, its `#aspect` at the end.",
          ),
        origin: z.string().describe("Numbers of statement and formula of the entries that name none."),
        entries: z.array(
          z.strictObject({
            key: z.string().describe("`2026-10`, `2026-10#target`; `#target` alone: the same place as before."),
            figure: z.string(),
            text: z.string(),
            n: z.string().describe("Rows it rests on; empty where there are none, or where its text is that number."),
            origin: z.string().describe("Empty: as the family's."),
          }),
        ),
      }),
    ),
  })
  .describe("Every figure of the model with what makes it provable, those whose ids differ in one place together.");

export const ProvenanceSection = z.strictObject({
  id: z.literal("provenance"),
  ...base,
  datasets: Table,
  queries: Table,
  files: Table.nullable(),
  formulas: Table.nullable().describe("How derived figures are computed, each way once, by number."),
  figures: FigureList,
  attachments: z.array(z.strictObject({ name: z.string(), text: z.string() })),
  sentences: z.array(Sentence),
  reading: Sentence.describe("How to read the list of figures."),
});

export const Section = z.discriminatedUnion("id", [
  SummarySection,
  RestatementSection,
  ScorecardSection,
  TrendsSection,
  GoalsSection,
  AnalysesSection,
  FeedbackSection,
  ShortfallsSection,
  PlanSection,
  FollowUpSection,
  MethodSection,
  ProvenanceSection,
]);
export type Section = z.infer<typeof Section>;
export type SectionOf<Id extends Section["id"]> = Extract<Section, { id: Id }>;

/** The document as data, in one language: every sentence, figure, table and chart a renderer may print. */
export const Model = z.strictObject({
  schema: z.literal("periodical/model@1"),
  edition: z.strictObject({
    id: z.string().describe("`report/period/scope`."),
    report: z.string(),
    period: z.string(),
    scope: z.string(),
    revision: z.int(),
    locale: z.string(),
    title: z.string(),
    periodText: z.string(),
    scopeText: z.string(),
    organisation: z.string(),
    dataAsOf: z.string().describe("Sentence for the foot: the latest row the figures rest on, and the zone."),
    dataAsOfIso: z.string(),
    periodical: z.string().describe("Version of Periodical."),
  }),
  labels: z
    .record(z.string(), z.string())
    .describe("Words a template needs (`page`, `contents`, `strengths`, …), in the document's language."),
  figures: z.record(z.string(), Figure),
  charts: z.record(z.string(), Chart),
  footnotes: z.array(z.strictObject({ id: z.string(), mark: z.string(), text: z.string() })),
  sections: z.array(Section),
});
export type Model = z.infer<typeof Model>;
