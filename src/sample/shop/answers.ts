import { DAY_MS, type SampleMonth } from "../calendar.ts";
import { dueList } from "../due.ts";
import { type Random, randomStream } from "../random.ts";
import type { Verdict } from "../rows.ts";
import { steadyCoin } from "../steady.ts";
import type { Held } from "./contacts.ts";
import { wholeSecond } from "./orders.ts";
import type { Contact, KnowledgeUse, QualityCheck, Rating, Topic } from "./rows.ts";
import { type ShopLevels, shopLevels } from "./story.ts";

const ANSWERING = 0.3;
const CHECKED = 0.13;
const INSPECTORS = ["QI-1", "QI-2", "QI-3"];

type Shares = readonly (readonly [number, number])[];
const CONTENT: Shares = [[5, 66], [4, 25], [3, 6], [2, 2], [1, 1]]; // biome-ignore format: one row
const DISCONTENT: Shares = [[5, 12], [4, 24], [3, 26], [2, 20], [1, 18]]; // biome-ignore format: one row
/** Answers to "would you recommend us" by satisfaction: promoter, passive, detractor. */
const RECOMMEND: readonly (readonly [number, number, number])[] = [
  [0.01, 0.09, 0.9], [0.02, 0.18, 0.8], [0.08, 0.42, 0.5], [0.32, 0.5, 0.18], [0.72, 0.22, 0.06],
]; // biome-ignore format: one row

/** Ratings given in each month: about three in ten contacts are rated, within three days. */
export function ratingSource(seed: number): (month: SampleMonth, held: readonly Held[]) => Rating[] {
  const random = randomStream(seed, "shop ratings");
  const answers = steadyCoin(random);
  const due = dueList<{ atMs: number; held: Held }>();
  let lastId = 900_000;
  return (month, held) => {
    for (const one of held) {
      const closed = one.contact.closed_at;
      if (closed === null || !answers(ANSWERING)) continue;
      const from = Math.max(closed.getTime(), one.contact.opened_at.getTime());
      due.add({ held: one, atMs: from + 600_000 + Math.min(3, random.exponential(0.5)) * DAY_MS });
    }
    const levels = shopLevels(month.beforeEnd);
    return due.takeBefore(month.endMs).map(({ held: one, atMs }): Rating => {
      lastId += 1;
      return { rating_id: lastId, rated_at: wholeSecond(atMs), ...answersOf(one, levels, random) };
    });
  };
}

function answersOf(
  { contact, comesBack }: Held,
  levels: ShopLevels,
  random: Random,
): Omit<Rating, "rating_id" | "rated_at"> {
  const csat = random.weighted(contact.resolved === true && !comesBack ? CONTENT : DISCONTENT);
  const near = (centre: number): number =>
    Math.min(5, Math.max(1, Math.round(centre + 0.18 * (csat - 4.3) + 0.6 * random.normal())));
  const person = contact.handled_by === "person";
  return {
    contact_id: contact.contact_id,
    customer_id: contact.customer_id,
    csat: random.next() < 0.01 ? null : csat,
    clarity: random.next() < 0.03 ? null : near(levels.clarity - (person ? 0 : 0.15)),
    friendliness: !person || random.next() < 0.03 ? null : near(levels.friendliness),
    recommend: random.next() < 0.12 ? null : recommendation(csat, random),
  };
}

function recommendation(csat: number, random: Random): number {
  const [promoter = 0, passive = 0] = RECOMMEND[csat - 1] ?? [];
  const draw = random.next();
  if (draw < promoter) return 9 + random.int(2);
  return draw < promoter + passive ? 7 + random.int(2) : random.int(7);
}

/** Articles used: bots answer with nothing else. */
export function knowledgeSource(seed: number): (month: SampleMonth, held: readonly Held[]) => KnowledgeUse[] {
  const random = randomStream(seed, "shop knowledge");
  const used = steadyCoin(random);
  const accepted = steadyCoin(random);
  let lastId = 200_000;
  return (month, held) => {
    const levels = shopLevels(month.beforeEnd);
    return held.flatMap(({ contact, comesBack }): KnowledgeUse[] => {
      const { first_response_at: answered, handled_by: by, topic, queue, contact_id } = contact;
      if (answered === null) return [];
      // Bots use an article every time; what is left of the planted share is people's.
      if (by === "person" && !used(Math.max(0, levels.knowledgeUsed - 0.22) * (queue === "app_refunds" ? 0.5 : 1)))
        return [];
      lastId += 1;
      const chance = levels.knowledgeAccepted + (comesBack ? -0.25 : 0.04) - (by === "bot" ? 0.03 : 0);
      return [
        {
          use_id: lastId,
          used_at: wholeSecond(answered.getTime()),
          contact_id,
          article: `${topic.toUpperCase().slice(0, 3)}-${String(1 + random.int(ARTICLES[topic])).padStart(2, "0")}`,
          accepted: random.next() < 0.06 ? null : accepted(chance),
        },
      ];
    });
  };
}
const ARTICLES: Record<Topic, number> = { product: 40, promotion: 18, delivery: 14, returns: 12, refund: 9, usage: 30 };

/** Spot checks of contacts held by people, seen by two inspectors whose verdicts mostly agree. */
export function qualitySource(seed: number): (month: SampleMonth, held: readonly Held[]) => QualityCheck[] {
  const random = randomStream(seed, "shop checks");
  const [drawn, proactive, right, overlooked] = [0, 1, 2, 3].map(() => steadyCoin(random));
  const due = dueList<{ atMs: number; contact: Contact }>();
  let lastId = 60_000;
  return (month, held) => {
    for (const { contact } of held) {
      if (contact.handled_by === "bot" || !drawn?.(CHECKED)) continue;
      due.add({ contact, atMs: contact.opened_at.getTime() + (1 + random.exponential(1.2)) * DAY_MS });
    }
    const levels = shopLevels(month.beforeEnd);
    return due.takeBefore(month.endMs).map(({ contact, atMs }): QualityCheck => {
      const correct = right?.(levels.knowledgeRight - (contact.topic === "promotion" ? 0.06 : -0.01)) ?? true;
      const verdict: Verdict = correct ? "compliant" : random.next() < 0.3 ? "major" : "minor";
      const other: Verdict = overlooked?.(correct ? 0.012 : 0.22)
        ? verdict === "minor"
          ? "compliant"
          : "minor"
        : verdict;
      const first = random.int(INSPECTORS.length);
      const second = (first + 1 + random.int(INSPECTORS.length - 1)) % INSPECTORS.length;
      lastId += 1;
      return {
        check_id: lastId,
        checked_at: wholeSecond(atMs),
        contact_id: contact.contact_id,
        first_inspector: INSPECTORS[first] ?? "",
        second_inspector: INSPECTORS[second] ?? "",
        first_verdict: verdict,
        second_verdict: random.next() < 0.01 ? null : other,
        proactive: proactive?.(levels.proactive) ?? false,
        knowledge_right: correct,
      };
    });
  };
}
