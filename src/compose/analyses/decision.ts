import type { DecisionConfig } from "../../config/schema/decision.ts";
import type { ConditionResult, DecisionResult } from "../../evaluate/evaluation.ts";
import { figureCell, missingCell, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Cell, Table, Tone } from "../model.ts";
import { decisionOf, decisionSummary, decisionTitle, outcomeOf } from "../narrative/decision.ts";
import { writeCondition } from "./decision-conditions.ts";
import type { WrittenAnalysis } from "./written.ts";

/** The decision with its evidence: every outcome in order, each condition with the figure it was held against. */
export function writeDecision(desk: Desk): WrittenAnalysis | null {
  const found = decisionOf(desk);
  const chosen = outcomeOf(desk);
  const summary = decisionSummary(desk);
  if (found === null || chosen === null || summary === null) return null;
  return {
    heading: desk.say("decision.heading", { title: decisionTitle(desk, found.config), outcome: chosen.text }),
    subtitle: desk.words("decision.subtitle"),
    blocks: [
      { kind: "sentences", sentences: summary.sentences },
      { kind: "table", table: conditionTable(desk, found.config, found.result) },
    ],
  };
}

function conditionTable(desk: Desk, config: DecisionConfig, { outcomes }: DecisionResult): Table {
  const rows = outcomes.flatMap(({ id, state, conditions }) => {
    const name = config.outcomes.find((outcome) => outcome.id === id)?.name ?? id;
    const words = desk.words(`decision.state_${state.replaceAll("-", "_")}`);
    return [
      {
        group: true,
        cells: [textCell(desk.words("decision.outcome", { outcome: desk.names.label(name), state: words }))],
      },
      ...(conditions.length === 0
        ? [
            {
              group: false,
              cells: ["decision.in_every_other_case", "", "", ""].map((key) =>
                textCell(key === "" ? "" : desk.words(key)),
              ),
            },
          ]
        : conditions.map((condition) => ({ group: false, cells: conditionCells(desk, condition) }))),
    ];
  });
  return {
    id: "decision-conditions",
    title: desk.words("decision.table_title"),
    columns: [
      { label: desk.words("decision.column_condition"), numeric: false },
      { label: desk.words("decision.column_required"), numeric: true },
      { label: desk.words("decision.column_actual"), numeric: true },
      { label: desk.words("decision.column_met"), numeric: false },
    ],
    rows,
  };
}

function conditionCells(desk: Desk, condition: ConditionResult): Cell[] {
  const { subject, required, actual } = writeCondition(desk, condition);
  const [met, tone] = METS[String(condition.met)] ?? METS.null;
  return [
    textCell(subject),
    textCell(required),
    actual === null
      ? missingCell(desk, desk.words("decision.why_missing"))
      : typeof actual === "string"
        ? textCell(actual)
        : figureCell(desk, actual),
    { text: desk.words(`decision.${met}`), tone },
  ];
}

const METS: Readonly<Record<string, readonly [string, Tone]>> & { null: readonly [string, Tone] } = {
  true: ["met", "good"],
  false: ["not_met", "concern"],
  null: ["cannot_tell", "caution"],
};
