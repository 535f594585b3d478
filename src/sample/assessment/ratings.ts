import { DAY_MS, HOUR_MS, type SampleMonth } from "../calendar.ts";
import { type Random, randomStream } from "../random.ts";
import { AGENTS, type Agent, LEADERS, levelAt, PANEL, worksAt } from "./people.ts";
import { ASPECTS, type Aspect, type RatingRow, type Role } from "./rows.ts";
import { who } from "./work.ts";

/** Where each agent is a little better or worse than his or her level. */
const LEANINGS: readonly Readonly<Record<Aspect, number>>[] = [
  { communication: 0.2, problem_solving: -0.1, knowledge: -0.2, attitude: 0.2, compliance: 0.3 },
  { communication: -0.2, problem_solving: 0.2, knowledge: 0.3, attitude: -0.2, compliance: 0.2 },
  { communication: 0, problem_solving: -0.2, knowledge: 0, attitude: 0.2, compliance: 0.2 },
];

/** Customers cannot judge what they do not see. */
const CUSTOMER_ASPECTS: readonly Aspect[] = ["communication", "problem_solving", "attitude"];

/** How a role sees others, on average. */
const ROLE_BIAS: Record<Role, number> = { supervisor: 0, customer: -0.1, peer: 0.1, self: 0.3 };

/**
 * Ratings of each month, given in its last days: by the team leader, two peers of the team in turn, the customer panel and
 * the agent. Some are missing, as in life: nobody interviewed customers of A05 in the last month, no peer had time for A11
 * in it, and A18 never rates himself.
 */
export function ratingSource(seed: number): (month: SampleMonth, index: number) => RatingRow[] {
  const random = randomStream(seed, "assessment-ratings");
  let lastId = 900_000;
  return (month, index) => {
    const rows: RatingRow[] = [];
    const working = AGENTS.filter((agent) => worksAt(agent, month.beforeEnd));
    for (const [place, agent] of working.entries()) {
      const leaning = LEANINGS[place % LEANINGS.length];
      for (const { rater, role, bias } of ratersOf(agent, working, index)) {
        if (isMissing(agent, role, month)) continue;
        const ratedMs = month.endMs - (1 + random.int(4)) * DAY_MS + (9 + random.int(8)) * HOUR_MS;
        for (const aspect of role === "customer" ? CUSTOMER_ASPECTS : ASPECTS) {
          lastId += 1;
          const level = levelAt(agent, month.beforeEnd) + (leaning?.[aspect] ?? 0) + bias;
          rows.push({
            rating_id: lastId,
            rated_at: new Date(ratedMs),
            ...who(agent, month),
            rater_id: rater,
            role,
            aspect,
            rating: onScale(level, random),
          });
        }
      }
    }
    return rows.sort((a, b) => a.rated_at.getTime() - b.rated_at.getTime());
  };
}

function ratersOf(
  agent: Agent,
  working: readonly Agent[],
  index: number,
): { rater: string; role: Role; bias: number }[] {
  const leader = LEADERS.find(({ team }) => team === agent.team);
  const mates = working.filter(({ team, id }) => team === agent.team && id !== agent.id);
  const peers = [mates[index % mates.length], mates[(index + 2) % mates.length]];
  return [
    ...(leader === undefined ? [] : [{ rater: leader.id, role: "supervisor" as const, bias: leader.bias }]),
    ...[...new Set(peers)].flatMap((peer) =>
      peer === undefined ? [] : [{ rater: peer.id, role: "peer" as const, bias: ROLE_BIAS.peer }],
    ),
    { rater: PANEL.id, role: "customer", bias: ROLE_BIAS.customer },
    { rater: agent.id, role: "self", bias: ROLE_BIAS.self },
  ];
}

function isMissing({ id }: Agent, role: Role, { beforeEnd }: SampleMonth): boolean {
  return (
    (id === "A05" && role === "customer" && beforeEnd === 0) ||
    (id === "A11" && role === "peer" && beforeEnd === 0) ||
    (id === "A18" && role === "self")
  );
}

const onScale = (level: number, random: Random): number =>
  Math.min(5, Math.max(1, Math.round(level + 0.27 * random.normal())));
