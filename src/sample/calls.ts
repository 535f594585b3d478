import { HOUR_MS, isNight, localHour, type SampleMonth } from "./calendar.ts";
import { randomStream } from "./random.ts";
import type { Call, Region, Team } from "./rows.ts";
import { missedCallsByStandard } from "./standard.ts";
import { spread, steadyChoice, steadyCoin } from "./steady.ts";
import { CALLS_PER_DAY, levelsAt } from "./story.ts";

/** Weight of each hour of the day, 0 … 23. */
const HOURS = [
  0.6, 0.4, 0.3, 0.2, 0.2, 0.4, 1.2, 2.6, 6, 9.4, 10.2, 8, 5.2, 5.4, 7.8, 8.4, 7.8, 5.8, 4.6, 5.2, 5, 3.4, 1.6, 1,
];
const HOUR_ENTRIES = HOURS.map((weight, hour) => [hour, weight] as const);
const TEAM_SHARES: readonly (readonly [Team, number])[] = [
  ["air_conditioning", 0.29],
  ["laundry", 0.31],
  ["kitchen", 0.23],
  ["smart_home", 0.17],
];
const REGION_SHARES: readonly (readonly [Region, number])[] = [
  ["east", 34],
  ["north", 22],
  ["south", 20],
  ["central", 14],
  ["southwest", 10],
];

/** Draws the calls of the months, one month after the other. Calls are missed mostly at night, at the peaks and on Mondays. */
export function callSource(seed: number): (month: SampleMonth) => Call[] {
  const random = randomStream(seed, "calls");
  const missed = steadyCoin(random);
  const answeredBy = steadyChoice<Team>(random);
  const missedBy = steadyChoice<Team>(random);
  let lastId = 500_000;

  return (month) => {
    const arrivals = month.days.flatMap((day) => {
      const count = Math.max(1, Math.round(CALLS_PER_DAY * day.volume * (1 + 0.06 * random.normal())));
      return Array.from({ length: count }, () => {
        const calledMs = day.startMs + random.weighted(HOUR_ENTRIES) * HOUR_MS + random.int(3600) * 1000;
        const peak = [9, 10, 11, 15].includes(localHour(calledMs)) ? 1.6 : 1;
        const risk = peak * (isNight(calledMs) ? 4 : 1) * (day.weekday === 1 ? 1.3 : 1) * day.waiting;
        return { calledMs, risk };
      }).sort((first, second) => first.calledMs - second.calledMs);
    });
    const risks = spread(
      arrivals.map(({ risk }) => risk),
      1 - levelsAt(month.beforeEnd).callAnswerRate,
    );
    const trial = TEAM_SHARES.map(
      ([team, share]) => [team, share * missedCallsByStandard(team, month.beforeEnd)] as const,
    );
    const all = trial.reduce((sum, [, share]) => sum + share, 0);
    const missedShares = trial.map(([team, share]) => [team, share / all] as const);
    return arrivals.map(({ calledMs }, i): Call => {
      const answered = !missed(risks[i] ?? 0);
      const oddity = random.next();
      lastId += 1;
      return {
        call_id: lastId,
        called_at: new Date(calledMs),
        team: answered ? answeredBy(TEAM_SHARES) : missedBy(missedShares),
        region: random.next() < 0.04 ? null : random.weighted(REGION_SHARES),
        // The exchange loses the outcome of a few calls.
        answered: oddity < 0.002 ? null : answered,
        wait_s: Math.round(answered ? 4 + random.exponential(19) : 30 + random.exponential(45)),
        talk_s: answered && oddity >= 0.002 ? Math.round(40 + 230 * random.unitLogNormal(0.7)) : null,
        transfers: answered && random.next() < 0.11 ? 1 + (random.next() < 0.15 ? 1 : 0) : 0,
      };
    });
  };
}
