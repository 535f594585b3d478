import { DAY_MS, type SampleMonth, sampleMonths } from "../calendar.ts";
import { SAMPLE_MONTHS, type SampleOptions, type SampleStory } from "../generate.ts";
import { randomStream } from "../random.ts";
import { steadyCoin } from "../steady.ts";
import { contactSource } from "./contacts.ts";
import { goalLevelsAt, REVIEWED_CUSTOMERS, TEAMS } from "./story.ts";
import { type CustomerReview, GOAL_TABLES, type GoalContact, type TrainingRecord } from "./tables.ts";

export interface GoalRows {
  month: SampleMonth;
  goal_contacts: GoalContact[];
  goal_training: TrainingRecord[];
  goal_customers: CustomerReview[];
}

/** The goal plan's sample, month by month, oldest first. Pure; equal options give equal rows. */
export function* generateGoals(options: SampleOptions): Generator<GoalRows> {
  const contactsOf = contactSource(options.seed);
  const trainingOf = trainingSource(options.seed);
  const customersOf = customerSource(options.seed);
  for (const month of sampleMonths(options.lastMonth, options.months ?? SAMPLE_MONTHS)) {
    yield {
      month,
      goal_contacts: contactsOf(month),
      goal_training: trainingOf(month),
      goal_customers: customersOf(month),
    };
  }
}

/** Last day of a month in the sample's zone. */
const lastDay = (month: SampleMonth): string =>
  new Date(month.endMs + 8 * 3_600_000 - DAY_MS).toISOString().slice(0, 10);

function trainingSource(seed: number): (month: SampleMonth) => TrainingRecord[] {
  const random = randomStream(seed, "goal training");
  const mean = TEAMS.reduce((sum, { agents, training }) => sum + agents * training, 0) / sumOf(TEAMS, "agents");
  let lastId = 0;
  return (month) => {
    const level = goalLevelsAt(month.beforeEnd).trainingHours;
    let agent = 100;
    const records = TEAMS.flatMap(({ id, agents, training }) => {
      const wanted = (level * training) / mean;
      const drawn = Array.from({ length: agents }, () => Math.max(0, wanted + 1.4 * random.normal()));
      const shift = wanted - drawn.reduce((sum, hours) => sum + hours, 0) / agents;
      return drawn.map((hours): TrainingRecord => {
        lastId += 1;
        agent += 1;
        return {
          record_id: lastId,
          month_end: lastDay(month),
          agent_id: agent,
          service_group: id,
          hours: Math.max(0, Math.round((hours + shift) * 2) / 2),
        };
      });
    });
    // Now and then a sheet is not handed in.
    return records.map((record) => (random.next() < 0.012 ? { ...record, hours: null } : record));
  };
}

function customerSource(seed: number): (month: SampleMonth) => CustomerReview[] {
  const random = randomStream(seed, "goal customers");
  const again = steadyCoin(random);
  const lost = steadyCoin(random);
  let lastId = 0;
  return (month) => {
    const level = goalLevelsAt(month.beforeEnd);
    return TEAMS.flatMap(({ id, share }) =>
      Array.from({ length: Math.round(REVIEWED_CUSTOMERS * share) }, (): CustomerReview => {
        lastId += 1;
        const gone = lost(level.churnRate);
        return {
          review_id: lastId,
          reviewed_on: lastDay(month),
          customer_id: 500_000 + random.int(40_000),
          service_group: id,
          bought_again: !gone && again(level.repurchaseRate / (1 - level.churnRate)),
          lost: gone,
        };
      }),
    );
  };
}

const sumOf = (teams: typeof TEAMS, of: "agents"): number => teams.reduce((sum, team) => sum + team[of], 0);

export const GOALS: SampleStory = {
  id: "goals",
  tables: GOAL_TABLES,
  *months(options) {
    for (const { month, ...rows } of generateGoals(options)) yield { month, rows };
  },
};
