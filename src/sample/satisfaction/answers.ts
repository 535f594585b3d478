import { DAY_MS, HOUR_MS, type SampleMonth } from "../calendar.ts";
import { dueList } from "../due.ts";
import { type Random, randomStream } from "../random.ts";
import { steadyCoin } from "../steady.ts";
import type { Answer, Group, Invitation, Language, Rating, ServiceOccasion, SurveyDimension } from "./rows.ts";
import { RATINGS } from "./rows.ts";
import { ANSWERING, COMMON, DRIVERS, levelOf } from "./story.ts";
import { openAnswer } from "./texts.ts";

/** Scatter of a rating around its level. */
const SPREAD = 0.95;
/** Some fill the form in without reading: within seconds, one number throughout. */
const CARELESS = 0.025;

interface Asked {
  invitation: Invitation;
  occasion: ServiceOccasion;
}

/** Draws the answers given in each month to what was asked in it and before. */
export function answerSource(
  seed: number,
  languageOf: (customer: number) => Language,
): (month: SampleMonth, asked: readonly Asked[]) => Answer[] {
  const random = randomStream(seed, "satisfaction/answers");
  const words = randomStream(seed, "satisfaction/words");
  const coins = new Map<Group, (probability: number) => boolean>();
  const due = dueList<Asked & { atMs: number }>();
  let nextId = 7_000_001;

  const answers = ({ customer_group: group }: ServiceOccasion): boolean => {
    const coin = coins.get(group) ?? steadyCoin(random);
    coins.set(group, coin);
    return coin(ANSWERING[group]);
  };
  return (month, asked) => {
    for (const one of asked) {
      if (!answers(one.occasion)) continue;
      const atMs = one.invitation.invited_at.getTime() + 0.2 * HOUR_MS + random.exponential(0.8 * DAY_MS);
      due.add({ ...one, atMs });
    }
    return due.takeBefore(month.endMs).map(({ invitation, occasion, atMs }): Answer => {
      nextId += 1;
      const language = languageOf(occasion.customer_id);
      const careless = random.next() < CARELESS;
      const given = careless ? straightLine(random) : rated(occasion, month.beforeEnd, random);
      return {
        answer_id: nextId - 1,
        answered_at: new Date(Math.round(atMs / 1000) * 1000),
        invitation_id: invitation.invitation_id,
        seconds_taken: careless ? 8 + random.int(14) : 55 + Math.round(110 * random.unitLogNormal(0.6)),
        language,
        ...given,
        open_answer: careless ? null : openAnswer(given, language, words),
      };
    });
  };
}

type Given = Omit<Answer, "answer_id" | "answered_at" | "invitation_id" | "seconds_taken" | "language" | "open_answer">;

/**
 * Ratings of one customer: each item is its level plus a mixture of the customer's mood, of what the dimension has in common
 * and of chance (a common-factor model), rounded to the scale. The overall judgement follows the drivers and the mood.
 */
function rated(occasion: ServiceOccasion, beforeEnd: number, random: Random): Given {
  const at = { group: occasion.customer_group, occasion: occasion.occasion, channel: occasion.channel };
  const mood = random.normal();
  const ratings: Partial<Record<Rating, number | null>> = {};
  let pull = 0;
  let resolution = 0;
  for (const [dimension, items] of Object.entries(RATINGS) as [SurveyDimension, readonly Rating[]][]) {
    const { general, own } = COMMON[dimension];
    const common = random.normal();
    if (dimension === "resolution") resolution = common;
    for (const item of items) {
      const z = Math.sqrt(general) * mood + Math.sqrt(own) * common + Math.sqrt(1 - general - own) * random.normal();
      const level = levelOf(item, beforeEnd, at) + SPREAD * z;
      pull += (DRIVERS[item] ?? 0) * (level - 4);
      ratings[item] = isAsked(item, occasion, random) ? onScale(level, 1, 5) : null;
    }
  }
  const overall = 4.02 + 0.62 * pull + 0.22 * mood + 0.42 * random.normal();
  const solved = random.next() < 1 / (1 + Math.exp(-(1.15 + 0.9 * resolution + 0.5 * mood + OFTEN[at.occasion])));
  return {
    ...(ratings as Record<Rating, number | null>),
    solved_at_once: solved,
    overall: onScale(overall, 1, 5),
    recommend: random.next() < 0.05 ? null : onScale(7.75 + 1.75 * (overall - 4) + 0.9 * random.normal(), 0, 10),
  };
}

const OFTEN: Record<ServiceOccasion["occasion"], number> = { interaction: 0.15, order: 0.3, complaint: -0.75 };

/** Questions that customers now and then leave out; the others must be answered before the form can be sent. */
const LEFT_OUT: Partial<Record<Rating, number>> = { follow_up: 0.03, root_cause: 0.02, diagnosis: 0.015 };

/** Premises are asked about after a visit only; app and website of those who used them. */
function isAsked(item: Rating, { channel }: ServiceOccasion, random: Random): boolean {
  const left = random.next();
  if (item === "premises") return channel === "store" && left >= 0.03;
  if (item === "online_stable") return left >= (channel === "app" || channel === "chat" ? 0.02 : 0.35);
  return left >= (LEFT_OUT[item] ?? 0);
}

function straightLine(random: Random): Given {
  const rating = random.next() < 0.8 ? 5 : 3;
  const ratings = Object.values(RATINGS)
    .flat()
    .map((item) => [item, rating] as const);
  return {
    ...(Object.fromEntries(ratings) as Record<Rating, number>),
    solved_at_once: true,
    overall: rating,
    recommend: rating * 2,
  };
}

const onScale = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));
