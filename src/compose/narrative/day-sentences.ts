import type { DataNote } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import type { Sentence } from "../model.ts";

type DayNote = Extract<
  DataNote,
  {
    kind:
      | "gap-days"
      | "outlier-days"
      | "jump-days"
      | "repeated-days"
      | "missing-weekdays"
      | "one-time-days"
      | "no-times"
      | "unknown-days"
      | "missing-days"
      | "value-jumps";
  }
>;

/** An oddity of the days of a dataset or an indicator, and what it may mean. */
export function daySentence(desk: Desk, note: DayNote): Sentence {
  const rows = "dataset" in note ? desk.names.rows(note.dataset) : "";
  switch (note.kind) {
    case "gap-days":
      return desk.say("notes.gap_days", { dataset: rows, ...daysOf(desk, note.days) });
    case "outlier-days":
      return desk.say("notes.outlier_days", { dataset: rows, ...daysOf(desk, note.days) });
    case "jump-days":
      return desk.say("days.jump", { dataset: rows, ...daysOf(desk, note.days) });
    case "repeated-days":
      return desk.say("days.repeated", { dataset: rows, ...daysOf(desk, note.days) });
    case "missing-weekdays": {
      const names = note.weekdays.map((weekday) => desk.words(`days.weekday_${WEEKDAYS[weekday - 1] ?? "mon"}`));
      return desk.say("days.weekday_missing", { dataset: rows, weekdays: desk.format.list(names) });
    }
    case "one-time-days": {
      const values = { dataset: rows, ...daysOf(desk, note.days) };
      return note.time === null
        ? desk.say("days.one_time_each", values)
        : desk.say("days.one_time", { ...values, time: note.time.slice(0, 5) });
    }
    case "no-times":
      return note.time === null
        ? desk.say("days.no_times", { dataset: rows })
        : desk.say("days.no_times_one", { dataset: rows, time: note.time.slice(0, 5) });
    case "unknown-days": {
      const dimension = desk.names.dimensionInSentence(note.dimension);
      return desk.say("days.unknown", { dataset: rows, dimension, ...daysOf(desk, note.days) });
    }
    case "missing-days": {
      const indicator = desk.format.list(note.indicators.map(desk.names.indicatorInSentence));
      return note.tail
        ? desk.say("days.missing_since", { indicator, day: desk.format.period.day(note.days[0] ?? "") })
        : desk.say("days.missing", { indicator, ...daysOf(desk, note.days) });
    }
    case "value-jumps":
      return desk.say("days.value_jump", {
        indicator: desk.names.indicatorInSentence(note.indicator),
        ...daysOf(desk, note.days),
      });
  }
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const MOST_DAYS = 5;

function daysOf(desk: Desk, days: readonly string[]): { days: string; count: number } {
  const shown = days.slice(0, MOST_DAYS).map((day) => desk.format.period.day(day));
  const text =
    days.length > MOST_DAYS
      ? desk.words("notes.days_and_more", { days: shown.join(desk.words("punctuation.list")) })
      : desk.format.list(shown);
  return { days: text, count: days.length };
}
