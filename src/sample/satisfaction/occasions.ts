import { DAY_MS, HOUR_MS, type SampleMonth } from "../calendar.ts";
import { type Random, randomStream } from "../random.ts";
import { steadyChoice } from "../steady.ts";
import type { Group, Invitation, ServiceOccasion, SurveyCustomer } from "./rows.ts";
import { CHANNEL_SHARES, GROUP_SHARES, INVITED, OCCASION_SHARES, OCCASIONS_PER_DAY } from "./story.ts";

const FIRST_CUSTOMER = 500_001;
const INITIAL = 6_500;
const JOINING_PER_MONTH = 330;
/** A customer counts as new in the month of the first purchase and the two after it. */
const NEW_FOR_MONTHS = 3;

/** Customers by month of joining; those of before are spread over the three years before the sample. */
export function customerSource(seed: number): (month: SampleMonth, index: number) => SurveyCustomer[] {
  const random = randomStream(seed, "satisfaction/customers");
  let next = FIRST_CUSTOMER;
  const customer = (joinedMs: number): SurveyCustomer => {
    next += 1;
    return {
      customer_id: next - 1,
      joined_at: new Date(Math.round(joinedMs / 1000) * 1000),
      region: random.weighted([
        ["north", 24],
        ["east", 31],
        ["south", 22],
        ["central", 13],
        ["southwest", 10],
      ]),
      language: random.next() < 0.72 ? "zh" : "en",
    };
  };
  const spreadOver = (startMs: number, endMs: number, count: number): SurveyCustomer[] =>
    Array.from({ length: count }, (_, i) => customer(startMs + ((endMs - startMs) * (i + 0.5)) / count));
  return (month, index) => [
    ...(index === 0 ? spreadOver(month.startMs - 1095 * DAY_MS, month.startMs, INITIAL) : []),
    ...spreadOver(month.startMs, month.endMs, JOINING_PER_MONTH),
  ];
}

/** Every seventh customer (by a mixed id) who is no longer new is a high-value customer and stays one. */
const isHighValue = (id: number): boolean => (Math.imul(id, 0x9e3779b1) >>> 0) % 7 === 0;

/** Draws what happened in each month; a customer is drawn from those who had joined by then. */
export function occasionSource(seed: number): (month: SampleMonth, index: number) => ServiceOccasion[] {
  const random = randomStream(seed, "satisfaction/occasions");
  const group = steadyChoice<Group>(random);
  let nextId = 6_000_001;
  return (month, index) => {
    const settled = INITIAL + Math.max(0, index - NEW_FOR_MONTHS + 1) * JOINING_PER_MONTH;
    const joined = INITIAL + (index + 1) * JOINING_PER_MONTH;
    const times = month.days.flatMap(({ startMs, volume }) =>
      Array.from({ length: Math.round(OCCASIONS_PER_DAY * volume) }, () => startMs + timeOfDay(random)),
    );
    return times
      .sort((a, b) => a - b)
      .map((atMs): ServiceOccasion => {
        const chosen = group(GROUP_SHARES);
        nextId += 1;
        return {
          occasion_id: nextId - 1,
          occurred_at: new Date(Math.round(atMs / 1000) * 1000),
          customer_id: FIRST_CUSTOMER + customerOf(chosen, settled, joined, atMs, month, random),
          customer_group: chosen,
          occasion: random.weighted(OCCASION_SHARES),
          channel: random.weighted(CHANNEL_SHARES),
        };
      });
  };
}

function customerOf(
  group: Group,
  settled: number,
  joined: number,
  atMs: number,
  month: SampleMonth,
  random: Random,
): number {
  if (group === "new") {
    // Of those who join this month only the ones who have joined by then.
    const share = (atMs - month.startMs) / (month.endMs - month.startMs);
    const known = joined - Math.ceil((1 - share) * JOINING_PER_MONTH);
    return known > settled ? settled + random.int(known - settled) : random.int(settled);
  }
  for (;;) {
    const index = random.int(settled);
    if (isHighValue(FIRST_CUSTOMER + index) === (group === "high_value")) return index;
  }
}

const timeOfDay = (random: Random): number => (8 + 14 * (0.5 * random.next() + 0.5 * random.next())) * HOUR_MS;

/** Invitations of a month: each customer at most once, an hour to half a day after the occasion. */
export function invitationSource(
  seed: number,
): (occasions: readonly ServiceOccasion[]) => { invitation: Invitation; occasion: ServiceOccasion }[] {
  const random = randomStream(seed, "satisfaction/invitations");
  let nextId = 6_500_001;
  return (occasions) => {
    const invited = new Set<number>();
    const made = occasions.flatMap((occasion) => {
      if (invited.has(occasion.customer_id) || random.next() >= INVITED) return [];
      invited.add(occasion.customer_id);
      const atMs = occasion.occurred_at.getTime() + HOUR_MS + random.exponential(3 * HOUR_MS);
      return [{ occasion, atMs }];
    });
    return made
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ occasion, atMs }) => {
        nextId += 1;
        const sentBy = random.weighted<Invitation["sent_by"]>([
          ["sms", 55],
          ["wechat", 35],
          ["email", 10],
        ]);
        return {
          occasion,
          invitation: {
            invitation_id: nextId - 1,
            invited_at: new Date(Math.round(atMs / 1000) * 1000),
            occasion_id: occasion.occasion_id,
            customer_id: occasion.customer_id,
            sent_by: sentBy,
          },
        };
      });
  };
}
