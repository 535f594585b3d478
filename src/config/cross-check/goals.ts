import type { Goal } from "../schema/goal.ts";
import type { Config } from "../schema/index.ts";
import type { Indicator } from "../schema/indicator.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

type SayHere = (path: readonly PropertyKey[], message: string, hint: string) => void;

/** Goals: what they refer to, days that follow each other, a goal that is no worse than its start. */
export function checkGoals(config: Config, say: Say): void {
  for (const [id, goal] of Object.entries(config.goals)) {
    const here: SayHere = (path, message, hint) => say(id, path, message, hint);
    checkDays(goal, here);
    checkSteps(goal, here);
    const indicator = config.indicators[goal.indicator];
    if (indicator === undefined) {
      here(
        ["indicator"],
        `There is no indicator "${goal.indicator}".`,
        didYouMean(goal.indicator, Object.keys(config.indicators)),
      );
      continue;
    }
    checkParts(goal, config.datasets[indicator.dataset]?.dimensions ?? {}, here);
    checkValues(goal, indicator, here);
  }
}

function checkDays(goal: Goal, say: SayHere): void {
  for (const end of ["start", "goal"] as const) {
    const { date, period } = goal[end];
    if ((date === undefined) === (period === undefined)) {
      say(
        [end],
        `The ${end} needs either a date or a period.`,
        `Write \`date: 2026-12-31\` or \`period: year_${end === "start" ? "start" : "end"}\`.`,
      );
    }
  }
  if (goal.start.period !== undefined && goal.start.period !== "year_start")
    say(["start", "period"], `A goal cannot start at ${goal.start.period}.`, "Write `period: year_start`, or a date.");
  if (goal.goal.period === "year_start")
    say(["goal", "period"], "A goal cannot be due when the year starts.", "Write `period: year_end`, or a date.");
  const [from, to] = [goal.start.date, goal.goal.date];
  if (from !== undefined && to !== undefined && from >= to)
    say(["goal", "date"], `The goal is due on ${to}, not after its start on ${from}.`, "Correct one of the days.");
}

function checkSteps(goal: Goal, say: SayHere): void {
  if (goal.plan === "linear") return;
  const { steps } = goal.plan;
  for (const [index, { date, months }] of steps.entries()) {
    const at = ["plan", "steps", index];
    if ((date === undefined) === (months === undefined)) {
      say(at, "A step needs either a date or a number of months.", "Write `date: 2026-04-01` or `months: 3`.");
      continue;
    }
    const before = steps[index - 1];
    if (before === undefined) continue;
    if ((before.date === undefined) !== (date === undefined)) {
      say(
        at,
        "Steps by date and steps by months are mixed.",
        "Write all of them in one way: their order must be clear.",
      );
    } else if ((date ?? "") < (before.date ?? "") || (months ?? 1) <= (before.months ?? 0)) {
      say(at, "This step does not come after the one before.", "Write the steps oldest first.");
    }
  }
}

function checkParts(goal: Goal, dimensions: object, say: SayHere): void {
  const cut = Object.keys(goal.cut);
  const known = (path: readonly PropertyKey[], name: string): void => {
    if (Object.hasOwn(dimensions, name)) return;
    say(
      path,
      `There is no dimension "${name}" in the dataset of ${goal.indicator}.`,
      didYouMean(name, Object.keys(dimensions)),
    );
  };
  for (const dimension of cut) known(["cut", dimension], dimension);
  if (cut.length > 1) {
    say(
      ["cut"],
      "A goal is about one member of one dimension.",
      "Define an indicator with the other condition in its `where`, and cut that one.",
    );
  }
  if (goal.cascade === undefined) return;
  known(["cascade", "dimension"], goal.cascade.dimension);
  if (cut.length > 0) {
    say(
      ["cascade"],
      "A goal that is about one member already cannot be broken down over another dimension.",
      "Define an indicator with the cut in its `where` instead.",
    );
  }
  if (Object.keys(goal.cascade.members).length === 0)
    say(["cascade", "members"], "No member has a goal.", "Name at least one, or leave `cascade` out.");
}

function checkValues(goal: Goal, indicator: Indicator, say: SayHere): void {
  const values: [PropertyKey[], number | "measured" | undefined][] = [
    [["start", "value"], goal.start.value],
    [["goal", "value"], goal.goal.value],
    ...(goal.plan === "linear"
      ? []
      : goal.plan.steps.map(({ value }, i): [PropertyKey[], number] => [["plan", "steps", i, "value"], value])),
    ...Object.entries(goal.cascade?.members ?? {}).flatMap(
      ([member, own]): [PropertyKey[], number | "measured" | undefined][] => [
        [["cascade", "members", member, "start"], own.start],
        [["cascade", "members", member, "goal"], own.goal],
      ],
    ),
  ];
  for (const [path, value] of values) {
    if (indicator.unit !== "percent" || typeof value !== "number" || Math.abs(value) <= 1.5) continue;
    say(path, `${value} is no share: percentages are written as fractions.`, `Write ${value / 100} for ${value} %.`);
  }
  const worse = (start: number | "measured" | undefined, wanted: number): boolean =>
    typeof start === "number" && (indicator.direction === "higher_is_better" ? start > wanted : start < wanted);
  const hint = "Exchange them, or correct the indicator's direction.";
  const words = indicator.direction.replaceAll("_", " ");
  if (worse(goal.start.value, goal.goal.value))
    say(
      ["goal", "value"],
      `The goal ${goal.goal.value} is worse than the start ${goal.start.value}, as ${words}.`,
      hint,
    );
  for (const [member, own] of Object.entries(goal.cascade?.members ?? {})) {
    if (worse(own.start ?? goal.start.value, own.goal)) {
      const start = own.start ?? goal.start.value;
      say(
        ["cascade", "members", member, "goal"],
        `The goal ${own.goal} is worse than the start ${start}, as ${words}.`,
        hint,
      );
    }
  }
}
