import { figureId } from "../../collect/snapshot.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { BaselineProposal } from "../../evaluate/baselines/propose.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { actual, figureLabel, interval, limit } from "../indicator-figures.ts";
import type { Cell, Figure, Sentence, Table } from "../model.ts";
import { analysisFigure } from "./figures.ts";
import type { WrittenAnalysis } from "./written.ts";

/** More names than this make no headline. */
const MOST_NAMED = 3;

type Analysis = AnalysisOf<"baselines">;

/** The baselines at the end of the period: what moves, what stays, and why; null where nothing has a baseline. */
export function writeBaselines(
  desk: Desk,
  analysis: Analysis,
  result: AnalysisResultOf<"baselines">,
): WrittenAnalysis | null {
  const reviewed = result.proposals.filter(({ baseline }) => baseline.before !== null);
  if (reviewed.length === 0) return null;
  const raised = reviewed.filter(({ decision }) => decision === "raise");
  const lowered = reviewed.filter(({ decision }) => decision === "lower");
  const day = desk.format.period.day(result.effectiveFrom);
  return {
    heading: heading(desk, analysis, reviewed, raised, lowered),
    subtitle: desk.words("baselines.subtitle", { day }),
    blocks: [
      { kind: "table", table: proposalTable(desk, reviewed) },
      {
        kind: "sentences",
        sentences: [
          desk.say("baselines.rule", insideUnit(desk)),
          ...(lowered.length === 0 ? [] : [desk.say("baselines.relaxed", { indicators: names(desk, lowered) })]),
          desk.say("baselines.by_hand", { day }),
        ],
      },
    ],
  };
}

const names = (desk: Desk, proposals: readonly BaselineProposal[]): string =>
  desk.format.list(proposals.map(({ indicator }) => desk.names.indicatorInSentence(indicator)));

/** What the shorter periods are called: `month`, `months`. */
function insideUnit(desk: Desk): Record<string, string> {
  const unit = (desk.report.inside ?? desk.report.cadence).replaceAll("-", "_");
  return {
    inside_one: desk.words(`periods.unit_one.${unit}`),
    inside_many: desk.words(`periods.unit_many.${unit}`),
  };
}

function heading(
  desk: Desk,
  analysis: Analysis,
  all: readonly BaselineProposal[],
  raised: readonly BaselineProposal[],
  lowered: readonly BaselineProposal[],
): Sentence {
  const count = (aspect: string, value: number): Figure =>
    analysisFigure(desk, analysis, aspect, {
      value,
      unit: "count",
      text: desk.format.count(value),
      spelled: desk.format.spelled(value),
      name: desk.words(`baselines.aspect_${aspect}`),
      formula: "baselines reviewed",
    });
  const of = count("all", all.length);
  if (raised.length === 0 && lowered.length === 0) return desk.say("baselines.heading_keep", { all: of });
  if (lowered.length === 0) {
    if (raised.length > MOST_NAMED) {
      return desk.say("baselines.heading_raise_many", { raised: count("raised", raised.length), all: of });
    }
    const values = { raised: count("raised", raised.length), all: of, indicators: names(desk, raised) };
    return desk.say("baselines.heading_raise", values);
  }
  if (raised.length === 0) {
    const values = { lowered: count("lowered", lowered.length), all: of, indicators: names(desk, lowered) };
    return desk.say("baselines.heading_lower", values);
  }
  const values = { raised: count("raised", raised.length), lowered: count("lowered", lowered.length), all: of };
  return desk.say("baselines.heading_both", values);
}

function proposalTable(desk: Desk, proposals: readonly BaselineProposal[]): Table {
  const columns = ["indicator", "level", "range", "last_year", "baseline", "target", "why"] as const;
  return table(
    "baseline-proposals",
    null,
    columns.map(
      (name) =>
        [desk.words(`baselines.column_${name}`, insideUnit(desk)), !["indicator", "why"].includes(name)] as const,
    ),
    proposals.map((proposal) => [
      textCell(desk.names.indicator(proposal.indicator)),
      levelCell(desk, proposal),
      rangeCell(desk, proposal),
      lastYearCell(desk, proposal),
      movedCell(desk, proposal, "baseline"),
      movedCell(desk, proposal, "target"),
      textCell(desk.words(`baselines.reason_${proposal.reason.replaceAll("-", "_")}`, insideUnit(desk))),
    ]),
  );
}

function levelCell(desk: Desk, { indicator }: BaselineProposal): Cell {
  const result = desk.result(indicator);
  const figure = result === undefined ? null : actual(desk, result);
  if (result === undefined || figure === null) return emptyCell;
  const range = interval(desk, result);
  if (range === null) return figureCell(desk, figure);
  desk.figures.use(range);
  return figureCell(desk, figure, {
    text: desk.words("baselines.with_interval", { value: figure.text, range: range.text }),
  });
}

function rangeCell(desk: Desk, { indicator, range }: BaselineProposal): Cell {
  if (range === null) return emptyCell;
  const format = desk.values(indicator);
  const figure = own(desk, indicator, "expected_inside", {
    value: range.lower,
    text: format.range(range.lower, range.upper),
    formula: `mean ± 2.66 × mean moving range of ${range.points} values`,
  });
  return figureCell(desk, figure);
}

function lastYearCell(desk: Desk, { indicator, lastYear }: BaselineProposal): Cell {
  const period = desk.evaluation.lastYear?.id;
  if (lastYear === null || period === undefined) return emptyCell;
  return textCell(desk.values(indicator).value(lastYear));
}

/** `90% → 94%`, or the level as it is. */
function movedCell(desk: Desk, proposal: BaselineProposal, kind: "baseline" | "target"): Cell {
  const { before, after } = proposal[kind];
  const result = desk.result(proposal.indicator);
  const now = result === undefined ? null : limit(desk, result, kind);
  if (before === null || after === null || now === null) return emptyCell;
  if (before === after) return figureCell(desk, now);
  desk.figures.use(now);
  const figure = own(desk, proposal.indicator, `${kind}_proposed`, {
    value: after,
    text: desk.values(proposal.indicator).limit(after),
    formula: "docs/evaluation-rules.md, Baselines",
  });
  return figureCell(desk, figure, {
    text: desk.words("rules.before_after", { before: now.text, after: figure.text }),
    tone: proposal.decision === "lower" ? "caution" : "good",
  });
}

function own(
  desk: Desk,
  indicator: string,
  aspect: "expected_inside" | "baseline_proposed" | "target_proposed",
  parts: { value: number; text: string; formula: string },
): Figure {
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(indicator, period, {}, aspect),
    label: figureLabel(desk, desk.names.indicator(indicator), period, {}, desk.words(`baselines.aspect_${aspect}`)),
    unit: desk.config.indicators[indicator]?.unit ?? "",
    ...parts,
  });
}
