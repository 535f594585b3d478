import { DAY_MS, HOUR_MS, type SampleDay, type SampleMonth } from "../calendar.ts";
import { type Random, randomStream } from "../random.ts";
import { steadyChoice, steadyCoin } from "../steady.ts";
import { CONTACTS_PER_DAY, goalLevelsAt, TEAMS, type Team } from "./story.ts";
import type { GoalContact } from "./tables.ts";

/** Relative arrivals by hour: a shop is busy in the evening. */
const HOURS = [3, 2, 1, 1, 1, 1, 2, 3, 5, 7, 9, 9, 7, 8, 8, 8, 8, 7, 7, 9, 11, 12, 9, 6].map(
  (weight, hour) => [String(hour), weight] as const,
);
const RATED = 0.55;

/** The contacts of a month; levels hold for the whole, teams stand around them. */
export function contactSource(seed: number): (month: SampleMonth) => GoalContact[] {
  const random = randomStream(seed, "goal contacts");
  const teamOf = steadyChoice<Team["id"]>(random);
  const coins = new Map<string, (probability: number) => boolean>();
  const coin = (name: string, team: Team): ((probability: number) => boolean) => {
    const key = `${name}/${team.id}`;
    const known = coins.get(key) ?? steadyCoin(random);
    coins.set(key, known);
    return known;
  };
  const response = steadyMean(random);
  let lastId = 0;

  return (month) => {
    const level = goalLevelsAt(month.beforeEnd);
    const contacts = month.days.flatMap((day) => arrivals(day, random));
    return contacts
      .sort((a, b) => a - b)
      .map((atMs): GoalContact => {
        const team = find(teamOf(TEAMS.map(({ id, share }) => [id, share] as const)));
        const bot = coin("bot", team)(level.botShare);
        const minutes = bot
          ? response(`bot/${team.id}`, level.botMinutes, 0.5)
          : response(`person/${team.id}`, level.personMinutes * relative(team, "wait"), 0.7);
        const beforePurchase = coin(
          "before",
          team,
        )(team.id === "pre_sales" ? 0.75 : team.id === "livestream" ? 0.5 : 0.1);
        const rated = coin("rated", team)(RATED);
        lastId += 1;
        return {
          contact_id: lastId,
          contacted_at: new Date(atMs),
          first_response_at: random.next() < 0.012 ? null : new Date(atMs + Math.round(minutes * 60) * 1000),
          handler: bot ? "bot" : "person",
          service_group: team.id,
          rating: rated
            ? rating(coin("unhappy", team)((1 - level.satisfied) * relative(team, "discontent")), random)
            : null,
          complaint: coin("complaint", team)(level.complaintRate * relative(team, "complaints")),
          before_purchase: beforePurchase,
          ordered: beforePurchase ? coin("ordered", team)(level.conversionRate) : null,
        };
      });
  };
}

function arrivals(day: SampleDay, random: Random): number[] {
  const count = Math.round(CONTACTS_PER_DAY * day.volume * (0.94 + 0.12 * random.next()));
  return Array.from({ length: count }, () => {
    const hour = Number(random.weighted(HOURS));
    return day.startMs + Math.floor(((hour + random.next()) * HOUR_MS) / 1000) * 1000;
  }).filter((atMs) => atMs < day.startMs + DAY_MS);
}

/** A team's factor, so that all teams together keep the month's level. */
function relative(team: Team, of: "discontent" | "wait" | "complaints"): number {
  const mean = TEAMS.reduce((sum, each) => sum + each.share * each[of], 0);
  return team[of] / mean;
}

function find(id: Team["id"]): Team {
  const team = TEAMS.find((each) => each.id === id);
  if (team === undefined) throw new RangeError(`no team ${id}`);
  return team;
}

/** Whether satisfied (4 or 5) is decided before: unhappy ratings are 1 to 3. */
const rating = (unhappy: boolean, random: Random): number =>
  unhappy
    ? Number(
        random.weighted([
          ["3", 0.45],
          ["2", 0.3],
          ["1", 0.25],
        ]),
      )
    : Number(
        random.weighted([
          ["5", 0.62],
          ["4", 0.38],
        ]),
      );

/** Log-normal draws whose running mean is pulled back to the planted one: few hundred of them keep the month's level. */
function steadyMean(random: Random): (of: string, mean: number, sigma: number) => number {
  const owed = new Map<string, number>();
  return (of, mean, sigma) => {
    const debt = owed.get(of) ?? 0;
    const drawn = Math.max(0.02, mean * random.unitLogNormal(sigma) + 0.02 * debt);
    owed.set(of, debt + mean - drawn);
    return drawn;
  };
}
