import { DAY_MS, HOUR_MS, isNight, type SampleMonth } from "./calendar.ts";
import { dueList } from "./due.ts";
import { type Random, randomStream } from "./random.ts";
import type { CustomerGroup, SurveyAnswer, Ticket } from "./rows.ts";
import { byGroup, discontentByStandard } from "./standard.ts";
import { spread, steadyChoice, steadyCoin } from "./steady.ts";
import { levelsAt } from "./story.ts";
import { discontentBySupplier } from "./suppliers.ts";

/** Share of invited customers who answer; recent complainants are called, hence more. */
const ANSWERING = 0.27;
const ANSWERING_COMPLAINANTS = 0.4;

/** Ratings of customers who were content and of those who were not; the month's mean decides how many are which. */
const CONTENT = [
  ["5", 0.8],
  ["4", 0.16],
  ["3", 0.03],
  ["2", 0.007],
  ["1", 0.003],
] as const;
const DISCONTENT = [
  ["5", 0.08],
  ["4", 0.17],
  ["3", 0.25],
  ["2", 0.25],
  ["1", 0.25],
] as const;
const meanRating = (shares: readonly (readonly [string, number])[]): number =>
  shares.reduce((total, [rating, share]) => total + Number(rating) * share, 0);

/**
 * Draws the answers given in each month. Every customer is invited once a month; invitations are spread evenly over new,
 * existing and high-value customers.
 */
export function answerSource(seed: number): (month: SampleMonth, tickets: readonly Ticket[]) => SurveyAnswer[] {
  const random = randomStream(seed, "answers");
  const answers = new Map<CustomerGroup, (probability: number) => boolean>();
  const due = dueList<{ atMs: number; ticket: Ticket }>();
  const discontent = byGroup(() => steadyCoin(random));
  const contentRating = steadyChoice<string>(random);
  const discontentRating = steadyChoice<string>(random);
  let lastId = 800_000;

  const answering = (ticket: Ticket): boolean => {
    const coin = answers.get(ticket.customer_group) ?? steadyCoin(random);
    answers.set(ticket.customer_group, coin);
    return coin(ticket.complaint ? ANSWERING_COMPLAINANTS : ANSWERING);
  };

  return (month, tickets) => {
    const invited = new Set<number>();
    for (const ticket of tickets) {
      if (invited.has(ticket.customer_id)) continue;
      invited.add(ticket.customer_id);
      if (!answering(ticket)) continue;
      // Asked after the contact, not after the last repair: half a day to three days after the first response.
      const from = (ticket.first_response_at ?? ticket.created_at).getTime();
      due.add({ ticket, atMs: from + 3 * HOUR_MS + Math.round(random.exponential(0.9 * DAY_MS)) });
    }
    const given = due.takeBefore(month.endMs);
    const level = levelsAt(month.beforeEnd).satisfaction;
    const share = (meanRating(CONTENT) - level) / (meanRating(CONTENT) - meanRating(DISCONTENT));
    const risks = spread(
      given.map(
        ({ ticket }) =>
          discontentRisk(ticket) * discontentBySupplier(ticket) * discontentByStandard(ticket, month.beforeEnd),
      ),
      share,
    );
    return given.map(({ ticket, atMs }, i): SurveyAnswer => {
      const unhappy = discontent(ticket)(risks[i] ?? 0);
      const rating = Number(unhappy ? discontentRating(DISCONTENT) : contentRating(CONTENT));
      lastId += 1;
      return {
        answer_id: lastId,
        answered_at: new Date(Math.round(atMs / 1000) * 1000),
        ticket_id: ticket.ticket_id,
        customer_id: ticket.customer_id,
        customer_group: ticket.customer_group,
        survey_channel: random.weighted([
          ["sms", 60],
          ["questionnaire", 28],
          ["phone", 12],
        ]),
        rating: random.next() < 0.006 ? null : rating,
        solved_at_once: random.next() < 0.02 ? null : solvedAtOnce(ticket, random),
        friendly: random.next() < 0.04 ? null : near(rating + 0.25, random),
        solution_clear: random.next() < 0.05 ? null : near(rating - 0.05, random),
      };
    });
  };
}

function discontentRisk(ticket: Ticket): number {
  const solved = ticket.resolved_first_contact && ticket.customer_confirmed !== false;
  return (
    (ticket.complexity === "complex" ? 2.6 : 1) *
    (isNight(ticket.created_at.getTime()) ? 2.1 : 1) *
    (solved ? 1 : 2.2) *
    (ticket.complaint ? 2.5 : 1)
  );
}

const solvedAtOnce = (ticket: Ticket, random: Random): boolean =>
  ticket.resolved_first_contact ? random.next() < 0.96 : random.next() < 0.07;

const near = (rating: number, random: Random): number =>
  Math.min(5, Math.max(1, Math.round(rating + 0.45 * random.normal())));
