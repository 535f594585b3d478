import { HOUR_MS, type SampleMonth } from "../calendar.ts";
import { randomStream } from "../random.ts";
import { steadyCoin } from "../steady.ts";
import { AGENTS, type Agent, IN_DIFFICULTY, levelAt, worksAt } from "./people.ts";
import type { AgentCheck, AgentShift, AgentTicket, QuizAnswer, Shift } from "./rows.ts";

const ISSUES: readonly (readonly [string, number])[] = [
  ["fault", 30], ["usage", 20], ["installation", 17], ["delivery", 15], ["refund", 10], ["invoice", 8],
]; // biome-ignore format: one row
/** Refunds pile up at one desk. */
const REFUND_DESK: readonly (readonly [string, number])[] = [
  ["refund", 46], ["fault", 18], ["usage", 12], ["installation", 9], ["delivery", 9], ["invoice", 6],
]; // biome-ignore format: one row

export interface Work {
  assessment_tickets: AgentTicket[];
  assessment_shifts: AgentShift[];
  assessment_checks: AgentCheck[];
  assessment_quiz: QuizAnswer[];
}

/** What each agent did in a month, and how well, as the level of the story says. */
export function workSource(seed: number): (month: SampleMonth) => Work {
  const random = randomStream(seed, "assessment-work");
  const coins = new Map<string, (probability: number) => boolean>();
  /** A coin of one's own keeps a person's share near the story in every month. */
  const coin = (agent: Agent, what: string, probability: number): boolean => {
    const key = `${agent.id}/${what}`;
    const own = coins.get(key) ?? steadyCoin(random);
    coins.set(key, own);
    return own(Math.min(0.99, Math.max(0.02, probability)));
  };
  const ids = { ticket: 600_000, shift: 40_000, check: 60_000, answer: 80_000 };

  const ticketOf = (agent: Agent, month: SampleMonth, shift: Shift, startMs: number): AgentTicket => {
    const level = levelAt(agent, month.beforeEnd);
    const troubled = agent.id === IN_DIFFICULTY && month.beforeEnd < 6;
    const issue = random.weighted(troubled ? REFUND_DESK : ISSUES);
    // Refunds need a release from accounting, whoever answers them.
    const chance = 0.86 + 0.07 * (level - 3.7) - (issue === "refund" ? 0.46 : 0);
    const solved = coin(agent, issue, chance);
    const minutes = (15 - 2.2 * (level - 3.7)) * (shift === "late" ? 1.75 : 1) * random.unitLogNormal(0.55);
    const content = 0.96 + 0.05 * (level - 3.7) - (solved ? 0 : 0.3);
    const asked = random.next() < 0.32;
    ids.ticket += 1;
    return {
      ticket_id: ids.ticket,
      answered_at: new Date(startMs + Math.round(random.next() * 7.5 * HOUR_MS)),
      ...who(agent, month),
      shift,
      issue_type: issue,
      response_min: random.next() < 0.001 ? -Math.round(random.next() * 40) / 10 : Math.round(minutes * 10) / 10,
      first_contact: solved,
      csat: asked ? rating(coin(agent, "content", content), random.next()) : null,
    };
  };

  return (month) => {
    const work: Work = { assessment_tickets: [], assessment_shifts: [], assessment_checks: [], assessment_quiz: [] };
    for (const [place, agent] of AGENTS.entries()) {
      if (!worksAt(agent, month.beforeEnd)) continue;
      const level = levelAt(agent, month.beforeEnd);
      for (const [day, { startMs, weekday, volume }] of month.days.entries()) {
        // Two days off a week, not the same for everybody.
        if ((weekday + place) % 7 < 2) continue;
        const shift: Shift = (place + Math.floor(day / 7)) % 3 === 0 ? "late" : "day";
        const startedMs = startMs + (shift === "late" ? 14 : 8) * HOUR_MS;
        const count = Math.max(1, Math.round((5.1 + 0.5 * (level - 3.7)) * volume + 0.9 * random.normal()));
        for (let i = 0; i < count; i += 1) work.assessment_tickets.push(ticketOf(agent, month, shift, startedMs));
        ids.shift += 1;
        work.assessment_shifts.push({
          shift_id: ids.shift,
          started_at: new Date(startedMs),
          ...who(agent, month),
          shift,
          hours: 7.5,
          tickets: count,
        });
      }
      for (let i = 0; i < 12; i += 1) {
        ids.check += 1;
        const topic = i % 3 === 2 ? "confidentiality" : "process";
        const chance = topic === "process" ? 0.945 + 0.05 * (level - 3.7) : 0.985;
        work.assessment_checks.push({
          check_id: ids.check,
          checked_at: someDay(month, random.next(), 10),
          ...who(agent, month),
          topic,
          passed: coin(agent, topic, chance),
        });
      }
      const testMs = someDay(month, 0.4 + 0.3 * random.next(), 9).getTime();
      for (let i = 0; i < 20; i += 1) {
        ids.answer += 1;
        work.assessment_quiz.push({
          answer_id: ids.answer,
          answered_at: new Date(testMs + i * 45_000),
          ...who(agent, month),
          topic: i % 2 === 0 ? "products" : i % 4 === 1 ? "rules" : "systems",
          right_answer: coin(agent, "quiz", 0.91 + 0.07 * (level - 3.7) - (agent.team === "smart_home" ? 0.04 : 0)),
        });
      }
    }
    // Rows are stored in order of time.
    work.assessment_tickets.sort((a, b) => a.answered_at.getTime() - b.answered_at.getTime());
    work.assessment_shifts.sort((a, b) => a.started_at.getTime() - b.started_at.getTime());
    return work;
  };
}

export const who = ({ id, team, joined }: Agent, { beforeEnd }: SampleMonth) => ({
  agent_id: id,
  team,
  probation: joined - beforeEnd < 3,
});

/** An instant in the month: `share` of its days, at that hour. */
export function someDay(month: SampleMonth, share: number, hour: number): Date {
  const day = month.days[Math.min(month.days.length - 1, Math.floor(share * month.days.length))];
  return new Date((day?.startMs ?? month.startMs) + hour * HOUR_MS);
}

/** Content customers give 4 or 5, the others 1 to 3. */
function rating(content: boolean, uniform: number): number {
  if (content) return uniform < 0.64 ? 5 : 4;
  return uniform < 0.55 ? 3 : uniform < 0.85 ? 2 : 1;
}
