import type { Team, Ticket } from "./rows.ts";

/**
 * A new service standard, tried out in one team since the third month before the end: a check list in the ticket form, and
 * a call to the customer before a ticket is closed. It prevents deviations and discontent there and does nothing for speed
 * or for what is resolved at first contact; the calls it takes are missing at the hotline.
 */
const TRIAL = { team: "laundry", months: 3, deviation: 0.25, discontent: 0.25, missedCalls: 2.1 } as const;

/** A steady draw for each of the two groups, so that what either does is planted and not left to the seed. */
export function byGroup<Draw>(make: () => Draw): (ticket: Pick<Ticket, "team">) => Draw {
  const [treated, others] = [make(), make()];
  return ({ team }) => (team === TRIAL.team ? treated : others);
}

const inTrial = ({ team }: Pick<Ticket, "team">, beforeEnd: number): boolean =>
  team === TRIAL.team && beforeEnd < TRIAL.months;

/** What is left of a risk under the standard. */
export const deviationByStandard = (ticket: Pick<Ticket, "team">, beforeEnd: number): number =>
  inTrial(ticket, beforeEnd) ? TRIAL.deviation : 1;
export const discontentByStandard = (ticket: Pick<Ticket, "team">, beforeEnd: number): number =>
  inTrial(ticket, beforeEnd) ? TRIAL.discontent : 1;

/** How much likelier a missed call was the team's. */
export const missedCallsByStandard = (team: Team, beforeEnd: number): number =>
  inTrial({ team }, beforeEnd) ? TRIAL.missedCalls : 1;
