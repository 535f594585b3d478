import { z } from "zod";
import { Analysis } from "./analyses/index.ts";
import { CombineConfig } from "./combine.ts";
import { DecisionConfig } from "./decision.ts";
import { ReportDelivery } from "./delivery.ts";
import { Schedule } from "./schedule.ts";
import { Id, Locale, LocalText, SqlExpression, ZoneName } from "./text.ts";

export const PeriodUnit = z.enum(["week", "month", "quarter", "half-year", "year"]);
export type PeriodUnit = z.infer<typeof PeriodUnit>;

export const FeedbackConfig = z.strictObject({
  dataset: Id,
  theme: Id.optional().describe("Dimension holding the theme, where comments are classified already."),
  dictionary: Id.optional().describe("Dictionary that classifies the `text`, instead of `theme`."),
  attention_share: z.number().gt(0).lt(1).default(0.2).describe("A theme above this share needs attention."),
  text: z
    .string()
    .optional()
    .describe("Column with the customer's words: for a few masked quotes, and for the dictionary."),
  quotes: z.int().min(0).max(10).default(3).describe("Quotes printed."),
});
export type FeedbackConfig = z.infer<typeof FeedbackConfig>;

export const SurveyAdequacy = z.strictObject({
  dataset: Id.describe("Dataset of the answers."),
  customer: z.string().min(1).describe("Column with the customer's id in the answers."),
  population: Id.describe("Dataset of the customers served, e.g. tickets."),
  population_customer: z.string().min(1).describe("Column with the customer's id there."),
  minimum_share: z.number().gt(0).lt(1).default(0.05).describe("Least share of all customers."),
  complainants: SqlExpression.optional().describe("Condition on the population that marks recent complainants."),
  complainants_share: z.number().gt(0).lt(1).default(0.3).describe("Least share of complainants, which also suffices."),
  group: Id.optional().describe(
    "Dimension (in both datasets) whose groups must be covered: new, existing, high-value.",
  ),
  invitations: z
    .strictObject({
      dataset: Id.describe("Dataset of the invitations sent, one row each, with the dimension of `group`."),
      answered: SqlExpression.describe(
        "Condition on an invitation that is true when it was answered, whenever that was.",
      ),
    })
    .optional()
    .describe("Whom the survey asked: the response rate is answered ÷ sent in the period, in all and by group."),
});
export const SpotCheckAdequacy = z.strictObject({
  dataset: Id,
  population: Id.describe("Dataset the checked items were drawn from."),
  minimum_share: z.number().gt(0).lt(1).default(0.1).describe("Least share of the population to check."),
  maximum_share: z.number().gt(0).lte(1).default(0.2).describe("Share above which checking is no sample any more."),
  verdicts: z
    .tuple([z.string().min(1), z.string().min(1)])
    .optional()
    .describe("Columns with the verdicts of the first and the second inspector, for Cohen's kappa."),
  scale: z
    .array(z.string().min(1))
    .min(2)
    .optional()
    .describe(
      "Verdicts in order, best first: with more than two, a kappa weighted by their distance is given as well.",
    ),
});

export const CustomChart = z.strictObject({
  id: Id,
  title: LocalText,
  alt: LocalText.describe("What the chart shows, for readers who cannot see it."),
  spec: z.string().describe("Vega-Lite file, relative to the project; its `data: {name: …}` names an entry of `data`."),
  data: z
    .record(z.string(), z.array(z.string()).min(1))
    .describe("Named data: patterns of figure ids, `*` for any run of characters, e.g. `call_answer_rate@*`."),
  section: z
    .enum(["scorecard", "trends", "feedback", "shortfalls"])
    .default("trends")
    .describe("Section it is printed in."),
});
export type CustomChart = z.infer<typeof CustomChart>;

export const Filter = z.strictObject({
  name: LocalText.describe("What the filter leaves, as a reader is told, e.g. `Complaints`."),
  where: z
    .record(Id, SqlExpression)
    .describe(
      "Dataset → condition that is true for the rows that stay. A dataset without a condition is not measured under the filter.",
    ),
});
export type Filter = z.infer<typeof Filter>;

export const ReportScopes = z.strictObject({
  each: Id.optional().describe("Dimension each of whose members gets an edition of its own."),
  and_all: z.boolean().default(true).describe("Also the edition of the whole."),
  minimum_rows: z
    .int()
    .min(1)
    .default(30)
    .describe("A member gets an edition only with so many rows of one dataset in the period."),
});
export type ReportScopes = z.infer<typeof ReportScopes>;

export const SECTION_IDS = [
  "summary",
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
] as const;

export const Report = z.strictObject({
  title: LocalText,
  scorecard: Id,
  playbook: Id.optional(),
  cadence: PeriodUnit.describe("Length of the period an edition covers."),
  inside: PeriodUnit.optional().describe("Shorter periods shown inside, e.g. `month` in a quarterly review."),
  timezone: ZoneName.optional().describe("Default: the project's."),
  locales: z.array(Locale).min(1).optional().describe("Default: the project's."),
  history: z.int().min(1).max(60).default(13).describe("Periods shown, the reported one included."),
  personal: z
    .enum(["withheld", "named"])
    .default("withheld")
    .describe(
      "Whether editions for several people may tell them apart (dimensions with `personal: true`); an edition for one person never shows another.",
    ),
  breakdowns: z.array(Id).default([]).describe("Dimensions along which causes are sought."),
  filters: z
    .record(Id, Filter)
    .default({})
    .describe("Named conditions that `generate --filter <name>` narrows an edition with, e.g. complaints only."),
  scopes: ReportScopes.optional().describe(
    "Editions that `generate --all-scopes` makes: one for each member of a dimension found in the period, and the whole.",
  ),
  heatmap: z.array(Id).default([]).describe("Indicators also measured by hour and weekday."),
  feedback: FeedbackConfig.optional().describe("Free feedback classified by theme."),
  survey: SurveyAdequacy.optional().describe("Adequacy of the customer survey."),
  spot_checks: SpotCheckAdequacy.optional().describe("Adequacy of the spot checks."),
  task_group: z
    .array(z.strictObject({ name: LocalText, role: LocalText }))
    .default([])
    .describe("Who answers for the review."),
  follow_up: z
    .array(Id)
    .optional()
    .describe("Reports whose adopted measures are measured again in every edition; default: this one's own."),
  sections: z
    .array(z.enum(SECTION_IDS))
    .default([...SECTION_IDS])
    .describe("Sections in order; leave one out to drop it."),
  analyses: z
    .array(Analysis)
    .default([])
    .describe("Closer looks beside the scorecard, in order; see docs/analyses.md."),
  combine: CombineConfig.optional().describe("The score is combined from those of shorter periods inside."),
  decision: DecisionConfig.optional(),
  goals: z
    .array(Id)
    .default([])
    .describe("Goals with a start, a day and a plan, in order; each is judged by where its trend leads."),
  kpis: z.array(Id).default([]).describe("Bonus schemes whose award for the report's cadence is printed, in order."),
  charts: z.array(CustomChart).default([]).describe("Charts of your own, bound to figures by name."),
  schedule: Schedule.optional().describe("When editions are made without being asked for; default: only on demand."),
  delivery: ReportDelivery.optional().describe("Who gets the filed editions; default: nobody."),
  retention: z
    .strictObject({
      years: z.int().min(1).max(100).describe("Years after its filing for which a revision is kept whole."),
    })
    .optional()
    .describe("When `archive prune` may remove filed revisions; default: never."),
  formats: z
    .array(z.enum(["pdf", "html", "json"]))
    .default(["pdf"])
    .describe("Files that are written."),
});
export type Report = z.infer<typeof Report>;
