import type { SampleMonth } from "../calendar.ts";
import { randomStream } from "../random.ts";
import { COMMENDABLE, CRITICAL } from "./incident-texts.ts";
import { AGENTS, type Agent, levelAt, worksAt } from "./people.ts";
import type { Incident } from "./rows.ts";
import { someDay, who } from "./work.ts";

/** Incidents worth writing down: the better somebody is, the more often a commendable one. */
export function incidentSource(seed: number): (month: SampleMonth) => Incident[] {
  const random = randomStream(seed, "assessment-incidents");
  let lastId = 3000;
  return (month) => {
    const rows: Incident[] = [];
    for (const agent of AGENTS.filter((one) => worksAt(one, month.beforeEnd))) {
      const level = levelAt(agent, month.beforeEnd);
      const certain = month.beforeEnd === 0 && (agent.level > 4.5 || agent.level < 3);
      const count = (random.next() < 0.3 || certain ? 1 : 0) + (level < 3 ? 1 : 0);
      for (let i = 0; i < count; i += 1) {
        const kind = random.next() < (level - 2.6) / 1.6 ? "commendable" : "critical";
        const text = random.pick(kind === "commendable" ? COMMENDABLE : CRITICAL);
        const colleague = random.pick(colleaguesOf(agent, month));
        lastId += 1;
        rows.push({
          incident_id: lastId,
          happened_at: someDay(month, random.next(), 9 + random.int(8)),
          ...who(agent, month),
          kind,
          aspect: text.aspect,
          recorded_by: random.weighted([
            ["supervisor", 6],
            ["peer", 2],
            ["customer", 2],
          ]),
          text_en: text.en.replaceAll("{name}", colleague.en),
          text_zh: text.zh.replaceAll("{name}", colleague.zh),
        });
      }
    }
    return rows.sort((a, b) => a.happened_at.getTime() - b.happened_at.getTime());
  };
}

const colleaguesOf = ({ id, team }: Agent, { beforeEnd }: SampleMonth): Agent[] =>
  AGENTS.filter((one) => one.team === team && one.id !== id && worksAt(one, beforeEnd));
