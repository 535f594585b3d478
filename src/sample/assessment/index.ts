import { type SampleMonth, sampleMonths } from "../calendar.ts";
import { SAMPLE_MONTHS, type SampleStory } from "../generate.ts";
import { incidentSource } from "./incidents.ts";
import { AGENTS, LEADERS, PANEL } from "./people.ts";
import { ratingSource } from "./ratings.ts";
import type { Staff } from "./rows.ts";
import { ASSESSMENT_TABLES } from "./tables.ts";
import { workSource } from "./work.ts";

/**
 * Twenty-four agents in four teams, what they did and what was said about them.
 *
 * - Lin Siyuan and Xiao Wenhui lead, and chance alone could exchange them.
 * - Han Xueying falls behind: since half a year the kitchen team's refunds come to her desk, which nobody there may grant.
 * - The kitchen team's leader rates everybody high; peers and customers do not.
 * - Three agents are on probation: one has found her way, one is getting there, one is not.
 * - On late shifts everybody answers slowly: too few are on duty.
 */
export const ASSESSMENT: SampleStory = {
  id: "agent-assessment",
  tables: ASSESSMENT_TABLES,
  *months(options) {
    const months = sampleMonths(options.lastMonth, options.months ?? SAMPLE_MONTHS);
    const workOf = workSource(options.seed);
    const ratingsOf = ratingSource(options.seed);
    const incidentsOf = incidentSource(options.seed);
    for (const [index, month] of months.entries()) {
      yield {
        month,
        rows: {
          assessment_staff: staffOf(month, index === 0, months[0]),
          ...workOf(month),
          assessment_ratings: ratingsOf(month, index),
          assessment_incidents: incidentsOf(month),
        },
      };
    }
  },
};

/** Whoever was there before the sample comes with its first month, newcomers with theirs. */
function staffOf(
  month: SampleMonth,
  first: boolean,
  { beforeEnd: oldest, startMs }: Pick<SampleMonth, "beforeEnd" | "startMs"> = month,
): Staff[] {
  const MONTH_MS = 30.4 * 24 * 3_600_000;
  const everybody: (Omit<Staff, "hired_at"> & { joined: number })[] = [
    ...AGENTS.map(({ id, en, zh, team, joined }) => ({
      staff_id: id,
      name_en: en,
      name_zh: zh,
      position: "agent" as const,
      team,
      joined,
    })),
    ...LEADERS.map(({ id, en, zh, team }, place) => ({
      staff_id: id,
      name_en: en,
      name_zh: zh,
      position: "leader" as const,
      team,
      joined: 75 + 7 * place,
    })),
    { staff_id: PANEL.id, name_en: PANEL.en, name_zh: PANEL.zh, position: "panel", team: null, joined: 99 },
  ];
  return everybody
    .filter(({ joined }) => joined === month.beforeEnd || (first && joined > month.beforeEnd))
    .sort((a, b) => b.joined - a.joined)
    .map(({ joined, ...staff }) => ({
      ...staff,
      hired_at: new Date(
        joined >= oldest
          ? Math.round((startMs - (joined - oldest) * MONTH_MS) / 86_400_000) * 86_400_000 - 8 * 3_600_000
          : month.startMs,
      ),
    }));
}
