import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import type { AnalysisResultOf } from "../../evaluate/analyses/result.ts";
import type { Desk } from "../desk.ts";
import type { Block, Sentence } from "../model.ts";
import { rankingChart } from "./ranking-chart.ts";
import {
  memberName,
  placeFigure,
  quartileFigure,
  type RankingView,
  rankingCount,
  valueFigure,
} from "./ranking-figures.ts";
import { figuresTable, placesTable, unrankedTable } from "./ranking-tables.ts";
import type { WrittenAnalysis } from "./written.ts";

/** Who stands where, and which differences are more than chance; in an edition of one member its own place alone. */
export function writeRanking(
  desk: Desk,
  analysis: AnalysisOf<"ranking">,
  result: AnalysisResultOf<"ranking">,
): WrittenAnalysis {
  const view: RankingView = { desk, analysis, result };
  const by = subject(view);
  const subtitle = desk.words("ranking.subtitle", { by, period: desk.format.period.long(desk.evaluation.period) });
  if (result.own !== null) {
    return { heading: ownHeading(view), subtitle, blocks: [{ kind: "sentences", sentences: ownSentences(view) }] };
  }
  const chart = rankingChart(view);
  const figures = figuresTable(view);
  const blocks: Block[] = [
    { kind: "sentences", sentences: sentences(view) },
    ...(chart === null ? [] : [{ kind: "charts" as const, charts: [chart] }]),
    ...(result.members.length === 0 ? [] : [{ kind: "table" as const, table: placesTable(view) }]),
    ...(figures === null ? [] : [{ kind: "table" as const, table: figures }]),
    ...(!isLong(view) ? [] : [{ kind: "table" as const, table: unrankedTable(view) }]),
  ];
  return { heading: heading(view), subtitle, blocks };
}

/** `overall score`, or the indicator. */
const subject = ({ desk, result }: RankingView): string =>
  result.by === "score" ? desk.words("ranking.by_score") : desk.names.indicatorInSentence(result.by);

function heading(view: RankingView): Sentence {
  const { desk, analysis, result } = view;
  const title = desk.names.label(analysis.title);
  const [first] = result.members;
  const ranked = rankingCount(view, "ranked", result.ranked);
  if (first === undefined) return desk.say("ranking.heading_nobody", { title });
  if (result.groups === 1 && result.ranked > 1 && result.toldBy !== "none") {
    return desk.say("ranking.heading_alike", { title, ranked });
  }
  const best = result.members.filter(({ rank }) => rank === 1);
  const value = valueFigure(view, first.member, first.value, first.n);
  const members = desk.format.list(best.map(({ member }) => memberName(view, member)));
  const alike = result.members.filter(({ group }) => group === 1).length - best.length;
  return desk.say("ranking.heading", {
    title,
    members,
    count: best.length,
    value,
    ...(alike > 0 && result.toldBy !== "none"
      ? { apart: "no", alike: rankingCount(view, "alike", alike) }
      : { apart: "yes", alike: 0 }),
  });
}

function sentences(view: RankingView): Sentence[] {
  const { desk, result } = view;
  const names = (members: readonly { member: string }[]): string =>
    desk.format.list(members.map(({ member }) => memberName(view, member)));
  const last = result.members.filter(({ group }) => group === result.groups);
  return [
    ...(result.groups > 1 && result.toldBy !== "none"
      ? [desk.say("ranking.last_group", { members: names(last), count: last.length })]
      : []),
    ...awardSentences(view, names),
    ...tooFewSentence(view, names),
    ...notCounted(view),
    ...(result.ranked > 1
      ? [desk.say(`ranking.told_by_${result.toldBy}`, { groups: rankingCount(view, "groups", result.groups) })]
      : []),
  ];
}

/** Names that fit into a sentence; more stand in a table. */
const MOST_NAMES = 6;

const isLong = ({ result }: RankingView): boolean => result.unranked.length > MOST_NAMES;

function tooFewSentence(view: RankingView, names: (members: readonly { member: string }[]) => string): Sentence[] {
  const { desk, result } = view;
  const minimum = rankingCount(view, "minimum", result.minimumN);
  if (result.tooFew === 0) return [];
  if (isLong(view)) {
    return [desk.say("ranking.too_few_many", { count: rankingCount(view, "too_few", result.tooFew), minimum })];
  }
  return [desk.say("ranking.too_few", { members: names(result.unranked), count: result.tooFew, minimum })];
}

/** Who is awarded, and whether the line is drawn between members that cannot be told apart. */
function awardSentences(view: RankingView, names: (members: readonly { member: string }[]) => string): Sentence[] {
  const { desk, analysis, result } = view;
  const awarded = result.members.filter((member) => member.awarded);
  const lastAwarded = awarded.at(-1);
  if (analysis.awards === undefined || lastAwarded === undefined) return [];
  const close = result.members.filter((member) => !member.awarded && member.group === lastAwarded.group);
  return [
    desk.say("ranking.awarded", {
      award: desk.names.label(analysis.awards.title),
      members: names(awarded),
      count: awarded.length,
    }),
    ...(close.length === 0 || result.toldBy === "none"
      ? []
      : [desk.say("ranking.award_close", { members: names(close), count: close.length })]),
  ];
}

function notCounted({ desk, result }: RankingView): Sentence[] {
  if (result.notCounted.length === 0) return [];
  const indicators = desk.format.list(result.notCounted.map((id) => desk.names.indicatorInSentence(id)));
  const dimension = desk.names.dimensionInSentence(result.dimension);
  return [desk.say("ranking.not_counted", { indicators, count: result.notCounted.length, dimension })];
}

function ownHeading(view: RankingView): Sentence {
  const { desk, analysis, result } = view;
  const title = desk.names.label(analysis.title);
  const place = result.own?.place ?? null;
  if (place === null) return desk.say("ranking.own_unranked", { title });
  return desk.say("ranking.own", {
    title,
    place: placeFigure(view, place),
    ranked: rankingCount(view, "ranked", result.ranked),
    shared: place.shared ? "yes" : "no",
  });
}

function ownSentences(view: RankingView): Sentence[] {
  const { desk, analysis, result } = view;
  const { own } = result;
  if (own === null) return [];
  const minimum = rankingCount(view, "minimum", result.minimumN);
  if (own.place === null) {
    return [
      desk.say("ranking.own_too_few", { n: rankingCount(view, "own_rows", own.n), minimum }),
      ...notCounted(view),
    ];
  }
  const { place, quartiles, alike } = own;
  const value = valueFigure(view, own.member, place.value, place.n);
  return [
    desk.say("ranking.own_value", { value, by: subject(view) }),
    ...(result.toldBy === "none"
      ? []
      : [
          alike === 0
            ? desk.say("ranking.own_apart")
            : desk.say("ranking.own_alike", { alike: rankingCount(view, "alike", alike) }),
        ]),
    ...(quartiles === null
      ? []
      : [
          desk.say("ranking.own_quartiles", {
            lower: quartileFigure(view, "lower", quartiles.lower),
            median: quartileFigure(view, "median", quartiles.median),
            upper: quartileFigure(view, "upper", quartiles.upper),
          }),
        ]),
    ...(place.previousRank === null
      ? []
      : [desk.say("ranking.own_previous", { place: rankingCount(view, "previous_place", place.previousRank) })]),
    ...(place.awarded && analysis.awards !== undefined
      ? [desk.say("ranking.own_awarded", { award: desk.names.label(analysis.awards.title) })]
      : []),
    ...notCounted(view),
    ...(result.ranked > 1
      ? [desk.say(`ranking.told_by_${result.toldBy}`, { groups: rankingCount(view, "groups", result.groups) })]
      : []),
  ];
}
