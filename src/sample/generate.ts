import { answerSource } from "./answers.ts";
import { type SampleMonth, sampleMonths } from "./calendar.ts";
import { callSource } from "./calls.ts";
import { checkSource } from "./checks.ts";
import { commentSource } from "./comments.ts";
import type { SampleRows } from "./rows.ts";
import { AFTER_SALES_TABLES, type SampleTable } from "./tables.ts";
import { ticketSource } from "./tickets.ts";

export const SAMPLE_MONTHS = 15;

export interface SampleOptions {
  seed: number;
  /** Last month of the sample, `YYYY-MM`. */
  lastMonth: string;
  /** 3 … 60; default 15. */
  months?: number;
}

/**
 * The sample, month by month, oldest first: what `story.ts` tells as rows. Pure; equal options give equal rows.
 *
 * The warehouse is read when the last month has ended, so nothing later than that is in it: a ticket of the last evening has
 * no first response yet, and answers still to come are missing.
 *
 * @throws {PeriodicalError} PERIOD_INVALID for a `lastMonth` or `months` that cannot be
 */
export function* generateSample(options: SampleOptions): Generator<SampleRows & { month: SampleMonth }> {
  const months = sampleMonths(options.lastMonth, options.months ?? SAMPLE_MONTHS);
  const endMs = months.at(-1)?.endMs ?? 0;
  const ticketsOf = ticketSource(options.seed, endMs);
  const callsOf = callSource(options.seed);
  const answersOf = answerSource(options.seed);
  const checksOf = checkSource(options.seed);
  const commentsOf = commentSource(options.seed);
  for (const [index, month] of months.entries()) {
    const tickets = ticketsOf(month, index);
    yield {
      month,
      tickets,
      calls: callsOf(month),
      survey_answers: answersOf(month, tickets),
      spot_checks: checksOf(month, tickets),
      feedback: commentsOf(month, tickets),
    };
  }
}

/** One part of the sample organisation: its tables and what each month adds to them. */
export interface SampleStory {
  id: string;
  /** In order of creation: a table comes after those it refers to. */
  tables: readonly SampleTable[];
  /** Oldest month first; rows by table, in order of loading. */
  months(options: SampleOptions): Generator<{ month: SampleMonth; rows: Readonly<Record<string, readonly object[]>> }>;
}

export const AFTER_SALES: SampleStory = {
  id: "after-sales",
  tables: AFTER_SALES_TABLES,
  *months(options) {
    for (const { month, ...rows } of generateSample(options)) yield { month, rows };
  },
};
