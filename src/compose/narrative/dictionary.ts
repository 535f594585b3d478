import type { FeedbackResult } from "../../evaluate/evaluation.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure, Sentence } from "../model.ts";

/** What the dictionary leaves open, with its interval, and how it works; nothing where comments are classified elsewhere. */
export function dictionarySentences(desk: Desk, { dictionary, unclassified }: FeedbackResult): Sentence[] {
  if (dictionary === null) return [];
  const period = desk.evaluation.period.id;
  const query = desk.snapshot.feedback?.query ?? null;
  const label = (aspect: string): string =>
    figureLabel(desk, desk.words("aspects.feedback"), period, {}, desk.words(aspect));
  const count = (name: string, aspect: string, value: number): Figure =>
    countFigure(desk, `feedback@${period}#${name}`, label(aspect), value, { query });
  const { low, high, method } = dictionary.interval;
  const digits = (share: number): string => desk.format.number(share * 100, 1);
  const share = desk.figures.make({
    id: `feedback@${period}#unclassified_share`,
    label: label("dictionary.aspect_unclassified_share"),
    value: dictionary.unclassifiedShare,
    unit: "percent",
    text: desk.format.percent(dictionary.unclassifiedShare, 1),
    n: dictionary.answers,
    query,
  });
  const interval = desk.figures.make({
    id: `feedback@${period}#unclassified_interval`,
    label: label("dictionary.aspect_unclassified_interval"),
    value: dictionary.unclassifiedShare,
    unit: "percent",
    text: desk.words("units.range", {
      kind: "percent",
      negative: "no",
      low: digits(low),
      low_whole: desk.format.percent(low, 1),
      high: desk.format.percent(high, 1),
    }),
    n: dictionary.answers,
    query,
    formula: `95 %, ${method}`,
  });
  const answers = count("answers", "dictionary.aspect_answers", dictionary.answers);
  const name = desk.names.label(desk.config.dictionaries[dictionary.id]?.name ?? dictionary.id);
  return [
    unclassified === 0
      ? desk.say("dictionary.unclassified_none", { answers })
      : desk.say("dictionary.unclassified", {
          unclassified: count("unclassified", "aspects.unclassified", unclassified),
          answers,
          share,
          interval,
          denied: count("denied", "dictionary.aspect_denied", dictionary.denied),
        }),
    desk.say("dictionary.method", { name }),
  ];
}
