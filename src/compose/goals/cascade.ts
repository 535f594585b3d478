import { figureId } from "../../collect/snapshot.ts";
import type { GoalCascadeResult, GoalResult } from "../../evaluate/goals/result.ts";
import { emptyCell, figureCell, table, textCell } from "../cells.ts";
import type { Desk, Part } from "../desk.ts";
import { figureLabel } from "../indicator-figures.ts";
import type { Block, Cell, Figure, SectionOf, Sentence } from "../model.ts";
import { goalCount, goalValue } from "./figures.ts";
import { goalInSentence, goalName } from "./names.ts";
import { progressCells, progressColumns } from "./overview.ts";
import { isGood, isJudgedStatus, statusCell } from "./status.ts";

type Item = SectionOf<"goals">["items"][number];

/** A goal over the members of a dimension: each with its own goal, and whether these add up to the whole's. */
export function cascadeItem(desk: Desk, goal: GoalResult, cascade: GoalCascadeResult): Item {
  const blocks: Block[] = [
    { kind: "sentences", sentences: togetherSentences(desk, goal, cascade) },
    {
      kind: "table",
      table: table(
        `goal-${goal.id}-${cascade.dimension}`,
        null,
        [
          [desk.names.dimension(cascade.dimension), false],
          [desk.words("goals.column_share"), true],
          ...progressColumns(desk),
          [desk.words("goals.column_status"), false],
        ],
        cascade.members.map((member) => [
          textCell(desk.names.member(cascade.dimension, member.member)),
          shareCell(desk, goal, cascade, member),
          ...progressCells(desk, { goal, progress: member }),
          statusCell(desk, member.status),
        ]),
      ),
    },
  ];
  return {
    anchor: `goal-${goal.id}-members`,
    heading: heading(desk, goal, cascade),
    subtitle: desk.words("goals.cascade_subtitle", {
      dimension: desk.names.dimensionInSentence(cascade.dimension),
      day: desk.format.period.day(goal.endDay),
    }),
    blocks: blocks.filter((block) => block.kind !== "sentences" || block.sentences.length > 0),
  };
}

function heading(desk: Desk, goal: GoalResult, { members, dimension }: GoalCascadeResult): Sentence {
  const judged = members.filter(({ status }) => isJudgedStatus(status));
  const name = goalName(desk, goal.id);
  const dimensionName = desk.names.dimensionInSentence(dimension);
  if (judged.length === 0) return desk.say("goals.cascade_heading_none", { name, dimension: dimensionName });
  const opening = desk.part("goals.cascade_heading", {
    name,
    dimension: dimensionName,
    good: goalCount(desk, `goal/${goal.id}`, "good", judged.filter(({ status }) => isGood(status)).length),
    all: goalCount(desk, `goal/${goal.id}`, "judged", judged.length),
    decided: judged.every(({ by }) => by === "day") ? "yes" : "no",
  });
  const tail = tailPart(desk, dimension, judged);
  return desk.join(tail === null ? [opening] : [opening, tail]);
}

function tailPart(desk: Desk, dimension: string, judged: GoalCascadeResult["members"]): Part | null {
  for (const status of ["missed", "off-track", "at-risk"] as const) {
    const found = judged.filter((member) => member.status === status);
    if (found.length === 0 || found.length === judged.length) continue;
    const names = desk.format.list(found.map(({ member }) => desk.names.member(dimension, member)));
    const byTrend = found.every(({ by }) => by === "projection");
    const key = status === "off-track" && !byTrend ? "off_plan" : status.replaceAll("-", "_");
    return desk.part(`goals.tail_${key}`, { names, count: found.length });
  }
  return null;
}

function togetherSentences(desk: Desk, goal: GoalResult, cascade: GoalCascadeResult): Sentence[] {
  const { together, without, dimension } = cascade;
  const additive = ["sum", "count"].includes(desk.config.indicators[goal.indicator]?.kind ?? "");
  const sentences: Sentence[] = [];
  if (together !== null) {
    sentences.push(
      desk.say("goals.together", {
        goal: goalInSentence(desk, goal.id),
        value: togetherFigure(desk, goal, together.value),
        wanted: goalValue(desk, { goal, progress: goal }),
        reaches: together.reaches ? "yes" : "no",
        weighted: additive ? "no" : "yes",
      }),
    );
  }
  if (without.length > 0) {
    const names = without.map((member) => desk.names.member(dimension, member));
    sentences.push(desk.say("goals.without", { names: desk.format.list(names), count: names.length }));
  }
  return sentences;
}

function togetherFigure(desk: Desk, goal: GoalResult, value: number): Figure {
  const period = desk.evaluation.period.id;
  return desk.figures.make({
    id: figureId(`goal/${goal.id}`, period, {}, "together"),
    label: figureLabel(desk, goalName(desk, goal.id), period, {}, desk.words("goals.aspect_together")),
    value,
    unit: desk.config.indicators[goal.indicator]?.unit ?? "",
    text: desk.values(goal.indicator).value(value),
    formula: "Σ share of the member × its goal",
  });
}

function shareCell(
  desk: Desk,
  goal: GoalResult,
  { dimension }: GoalCascadeResult,
  { weight, member, cut }: GoalCascadeResult["members"][number],
): Cell {
  if (weight === null) return emptyCell;
  const period = desk.evaluation.period.id;
  return figureCell(
    desk,
    desk.figures.make({
      id: figureId(`goal/${goal.id}`, period, { ...cut, [dimension]: member }, "share"),
      label: figureLabel(desk, goalName(desk, goal.id), period, cut, desk.words("goals.aspect_share")),
      value: weight,
      unit: "percent",
      text: desk.format.percent(weight),
      formula: "rows of the member ÷ all rows",
    }),
  );
}
