import { HOUR_MS, isNight, localHour, type SampleDay, type SampleMonth } from "./calendar.ts";
import { customersOf } from "./customers.ts";
import type { Random } from "./random.ts";
import { randomStream } from "./random.ts";
import type { Channel, Complexity, IssueType, Region, Team, Ticket } from "./rows.ts";
import { spread, steadyCoin } from "./steady.ts";
import { type Levels, levelsAt, TICKETS_PER_DAY } from "./story.ts";
import { supplierOf } from "./suppliers.ts";

const NIGHT_HOURS: readonly (readonly [number, number])[] = [
  [22, 30], [23, 21], [0, 14], [1, 9], [2, 6], [3, 5], [4, 6], [5, 9],
]; // biome-ignore format: one row
const DAY_HOURS: readonly (readonly [number, number])[] = [
  [6, 2.2], [7, 3.6], [8, 6.2], [9, 8.8], [10, 9.4], [11, 7.6], [12, 5.4], [13, 5.8],
  [14, 7.4], [15, 7.8], [16, 7.2], [17, 5.6], [18, 5.2], [19, 6.4], [20, 6.8], [21, 4.6],
]; // biome-ignore format: one row
const DAY_CHANNELS: readonly (readonly [Channel, number])[] = [
  ["phone", 27], ["app", 26], ["chat", 22], ["wechat", 17], ["email", 8],
]; // biome-ignore format: one row
const NIGHT_CHANNELS: readonly (readonly [Channel, number])[] = [
  ["app", 41], ["wechat", 27], ["chat", 20], ["email", 7], ["phone", 5],
]; // biome-ignore format: one row
const ISSUES: readonly (readonly [IssueType, number])[] = [
  ["fault", 30], ["usage", 16], ["installation", 14], ["delivery", 13], ["refund", 12], ["spare_parts", 9], ["invoice", 6],
]; // biome-ignore format: one row
const REGIONS: readonly (readonly [Region, number])[] = [
  ["east", 34], ["north", 22], ["south", 20], ["central", 14], ["southwest", 10],
]; // biome-ignore format: one row
/** Air conditioners are asked about in summer and, for heating, in deep winter. */
const AIR_CONDITIONING_SEASON = [1.1, 0.9, 0.8, 0.8, 0.95, 1.4, 1.8, 1.7, 1, 0.8, 0.85, 1.1];

const COMPLEX_RISK: Record<IssueType, number> = {
  fault: 3.4, installation: 1.4, spare_parts: 1.2, refund: 1, usage: 0.6, delivery: 0.4, invoice: 0.3,
}; // biome-ignore format: one row
const TEAM_COMPLEX_RISK: Record<Team, number> = {
  air_conditioning: 1.05,
  laundry: 0.9,
  kitchen: 0.85,
  smart_home: 1.4,
};
const CHANNEL_WAIT: Record<Channel, number> = { phone: 0.55, chat: 0.75, wechat: 1.05, app: 1.2, email: 1.7 };

/** Draws the tickets of the months, one month after the other, oldest first. */
export function ticketSource(seed: number, endMs: number): (month: SampleMonth, index: number) => Ticket[] {
  const random = randomStream(seed, "tickets");
  // A stream of its own: the tickets stay as they are, whoever worked on them.
  const suppliers = randomStream(seed, "suppliers");
  const night = steadyCoin(random);
  const complex = steadyCoin(random);
  const solved = steadyCoin(random);
  let lastId = 200_000;

  return (month, index) => {
    const levels = levelsAt(month.beforeEnd);
    const customer = customersOf(index, random);
    const arrivals = month.days.flatMap((day) => arrivalsOf(day, index, random, () => night(levels.nightShare)));
    const drafts = arrivals.map((createdMs) => ({
      createdMs,
      ...subjectOf(createdMs, month.calendarMonth, random),
      customer: customer(),
    }));
    const complexity = complexityOf(drafts, levels, random, complex);
    const responses = responseHoursOf(drafts, complexity, month, levels, random);
    const firstContact = firstContactOf(drafts, complexity, levels, solved);
    return drafts.map((draft, i): Ticket => {
      const outcome = {
        complexity: complexity[i] ?? "simple",
        responseHours: responses[i] ?? 1,
        firstContact: firstContact[i] ?? false,
      };
      lastId += 1;
      const supplier = supplierOf(draft.issueType, outcome.firstContact, suppliers);
      return { ...finish(lastId, draft, outcome, levels, random, endMs), supplier };
    });
  };
}

interface Draft {
  createdMs: number;
  channel: Channel;
  team: Team;
  issueType: IssueType;
  region: Region;
  customer: { id: number; group: Ticket["customer_group"] };
}

function arrivalsOf(day: SampleDay, monthIndex: number, random: Random, atNight: () => boolean): number[] {
  const growth = 1 + 0.004 * monthIndex;
  const count = Math.max(1, Math.round(TICKETS_PER_DAY * growth * day.volume * (1 + 0.05 * random.normal())));
  return Array.from({ length: count }, () => {
    const hour = random.weighted(atNight() ? NIGHT_HOURS : DAY_HOURS);
    return day.startMs + hour * HOUR_MS + random.int(3600) * 1000;
  }).sort((first, second) => first - second);
}

function subjectOf(createdMs: number, calendarMonth: number, random: Random): Omit<Draft, "createdMs" | "customer"> {
  const airConditioning = 27 * (AIR_CONDITIONING_SEASON[calendarMonth - 1] ?? 1);
  return {
    channel: random.weighted(isNight(createdMs) ? NIGHT_CHANNELS : DAY_CHANNELS),
    team: random.weighted<Team>([
      ["air_conditioning", airConditioning],
      ["laundry", 31],
      ["kitchen", 24],
      ["smart_home", 18],
    ]),
    issueType: random.weighted(ISSUES),
    region: random.weighted(REGIONS),
  };
}

function complexityOf(
  drafts: readonly Draft[],
  levels: Levels,
  random: Random,
  complex: (probability: number) => boolean,
): Complexity[] {
  const risks = drafts.map((draft) => COMPLEX_RISK[draft.issueType] * TEAM_COMPLEX_RISK[draft.team]);
  return spread(risks, levels.complexShare).map((risk) => {
    if (complex(risk)) return "complex";
    return random.next() < 0.58 ? "simple" : "standard";
  });
}

/** Night tickets wait for the early shift at 06:00; day tickets share what the month's planted mean leaves for them. */
function responseHoursOf(
  drafts: readonly Draft[],
  complexity: readonly Complexity[],
  month: SampleMonth,
  levels: Levels,
  random: Random,
): number[] {
  const hours = drafts.map((draft, i) => {
    const hour = localHour(draft.createdMs);
    const slower = complexity[i] === "complex" ? 1.4 : 1;
    if (isNight(draft.createdMs)) {
      if (random.next() < 0.07) return random.exponential(0.7) + 0.05;
      const minutesPast = ((draft.createdMs / 60_000) % 60) / 60;
      const untilSix = (hour >= 22 ? 30 - hour : 6 - hour) - minutesPast;
      return untilSix + 0.05 + random.exponential(0.85 * slower);
    }
    const day = month.days[Math.floor((draft.createdMs - month.startMs) / (24 * HOUR_MS))];
    const busy = hour === 10 || hour === 11 || hour === 15 || hour === 20 ? 1.25 : 1;
    const weekend = (day?.weekday ?? 1) >= 6 ? 1.15 : 1;
    return CHANNEL_WAIT[draft.channel] * slower * busy * weekend * (day?.waiting ?? 1) * random.unitLogNormal(0.7);
  });
  let nightHours = 0;
  let dayHours = 0;
  for (const [i, draft] of drafts.entries()) {
    if (isNight(draft.createdMs)) nightHours += hours[i] ?? 0;
    else dayHours += hours[i] ?? 0;
  }
  const scale = (levels.firstResponseHours * drafts.length - nightHours) / dayHours;
  return hours.map((value, i) => (isNight(drafts[i]?.createdMs ?? 0) ? value : value * scale));
}

/** Complex tickets are left with what the others, whose chances hardly change, do not bring to the planted rate. */
function firstContactOf(
  drafts: readonly Draft[],
  complexity: readonly Complexity[],
  levels: Levels,
  solved: (probability: number) => boolean,
): boolean[] {
  const ordinary = drafts.map((draft, i) => {
    if (complexity[i] === "complex") return 0;
    const chance = complexity[i] === "simple" ? 0.862 : 0.812;
    return chance - (draft.team === "smart_home" ? 0.012 : 0) - (draft.channel === "email" ? 0.015 : 0);
  });
  const others = ordinary.reduce((total, chance) => total + chance, 0);
  const complexCount = complexity.filter((level) => level === "complex").length;
  const left = (levels.resolutionRate * drafts.length - others) / Math.max(1, complexCount);
  const complexChance = Math.min(0.9, Math.max(0.05, left));
  return ordinary.map((chance, i) => solved(complexity[i] === "complex" ? complexChance : chance));
}

function finish(
  id: number,
  draft: Draft,
  outcome: { complexity: Complexity; responseHours: number; firstContact: boolean },
  levels: Levels,
  random: Random,
  endMs: number,
): Omit<Ticket, "supplier"> {
  const complex = outcome.complexity === "complex";
  const contact = contactOf(outcome.firstContact, complex, random);
  const respondedMs = draft.createdMs + outcome.responseHours * HOUR_MS;
  const escalatedMs = contact.escalated ? respondedMs + (0.3 + random.exponential(1.2)) * HOUR_MS : null;
  const secondLineMs =
    escalatedMs === null ? null : escalatedMs + levels.secondLineWaitHours * random.unitLogNormal(0.6) * HOUR_MS;
  const workHours = outcome.firstContact
    ? 0.1 + random.exponential(0.4)
    : (complex ? 20 : outcome.complexity === "standard" ? 26 : 15) * random.unitLogNormal(0.8);
  const resolvedMs = (secondLineMs ?? respondedMs) + workHours * HOUR_MS;

  // What happens after the end of the sample has not happened yet when the warehouse is read.
  const happened = (timeMs: number | null): Date | null =>
    timeMs === null || timeMs >= endMs ? null : wholeSecond(timeMs);
  const resolved = happened(resolvedMs);
  return {
    ticket_id: id,
    created_at: new Date(draft.createdMs),
    first_response_at: recordedResponse(draft.createdMs, happened(respondedMs), draft.channel, random),
    escalated_at: happened(escalatedMs),
    second_line_at: happened(secondLineMs),
    resolved_at: resolved,
    status: resolved === null ? "open" : "resolved",
    channel: draft.channel,
    team: draft.team,
    issue_type: random.next() < 0.008 ? null : draft.issueType,
    complexity: outcome.complexity,
    region: random.next() < 0.015 ? null : draft.region,
    customer_id: draft.customer.id,
    customer_group: draft.customer.group,
    complaint: random.next() < (outcome.firstContact ? 0.015 : complex ? 0.14 : 0.08),
    transfers: contact.transfers,
    resolved_first_contact: contact.resolved && resolved !== null,
    customer_confirmed: resolved === null || random.next() < 0.012 ? null : contact.confirmed,
    reopened: resolved !== null && random.next() < (outcome.firstContact ? 0.01 : complex ? 0.16 : 0.07),
  };
}

function contactOf(
  firstContact: boolean,
  complex: boolean,
  random: Random,
): { resolved: boolean; confirmed: boolean; escalated: boolean; transfers: number } {
  if (firstContact) return { resolved: true, confirmed: true, escalated: false, transfers: 0 };
  // A few were closed at first contact, but the customer did not agree.
  if (random.next() < 0.12) return { resolved: true, confirmed: false, escalated: false, transfers: 0 };
  const transfers = complex ? 1 + random.int(3) : random.int(2);
  return { resolved: false, confirmed: random.next() < 0.86, escalated: complex, transfers };
}

/** A few responses were never recorded; an old chat gateway ran behind and stamped a handful before the ticket itself. */
function recordedResponse(createdMs: number, respondedAt: Date | null, channel: Channel, random: Random): Date | null {
  const oddity = random.next();
  if (respondedAt === null || oddity < 0.004) return null;
  if (channel === "chat" && oddity > 0.993) return wholeSecond(createdMs - (20 + random.int(400)) * 1000);
  return respondedAt;
}

const wholeSecond = (timeMs: number): Date => new Date(Math.round(timeMs / 1000) * 1000);
