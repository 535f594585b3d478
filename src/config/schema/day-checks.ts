import { z } from "zod";

/** When a day of a dataset is odd enough to be told. */
export const DayChecks = z
  .strictObject({
    weekdays: z
      .array(z.int().min(1).max(7))
      .default([1, 2, 3, 4, 5])
      .describe("Weekdays on which there must be rows (Monday = 1); one without any in the whole period is told."),
    factor: z
      .number()
      .gt(1)
      .default(1.8)
      .describe("A day has far more or fewer rows than usual from this many times the median of its weekday."),
    deviations: z
      .number()
      .positive()
      .default(6)
      .describe("… and from so many robust deviations (1.4826 × median absolute deviation)."),
    jump: z
      .number()
      .gt(1)
      .default(10)
      .describe("Rows, or the value of an indicator, so many times those of the day before are a jump."),
    missing: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .describe("Rows without a value are told from this much more of a day than usual (a share)."),
  })
  .describe("Thresholds of the odd days told on the page about the data; see docs/evaluation-rules.md.");
export type DayChecks = z.infer<typeof DayChecks>;

/** What holds where a dataset says nothing of its own. */
export const USUAL_DAY_CHECKS: DayChecks = DayChecks.parse({});
