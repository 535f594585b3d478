import { FILTER, filtersIn } from "../collect/filters.ts";
import { HIDDEN_NAME } from "../collect/personal.ts";
import { type Cut, NO_MEMBER, type Snapshot } from "../collect/snapshot.ts";
import { entryAt } from "../config/entry.ts";
import type { Config } from "../config/schema/index.ts";
import type { Report } from "../config/schema/report.ts";
import { type LocalText, localText } from "../config/schema/text.ts";
import { cleanText, shorten } from "./clean.ts";
import type { LocaleBundle } from "./locale.ts";
import { formatMessage } from "./message.ts";

/** Widths of shortened names, in half-width characters. */
const LABEL = 44;
const PROSE = 1200;

/** Names as a document prints them: cleaned, in its language, short enough for a table. */
export interface Names {
  /** `First response time`. */
  indicator(id: string): string;
  /** `First response`: where room is scarce. */
  indicatorShort(id: string): string;
  /** `the first response time`: inside a sentence, with the article its configuration gives it. */
  indicatorInSentence(id: string): string;
  /** `first response time`: one of a list, without an article. */
  indicatorListed(id: string): string;
  dimension(id: string): string;
  dimensionInSentence(id: string): string;
  /** A member of a breakdown: its label, or as stored. */
  member(dimension: string, member: string): string;
  /** `new customers`: its name inside a sentence; one that may be a proper name keeps its capital. */
  memberAlone(dimension: string, member: string): string;
  /** `night tickets`, `夜班工单`: a member's rows inside a sentence. */
  memberInSentence(dimension: string, member: string, dataset: string): string;
  /** What the rows of a dataset are called, inside a sentence. */
  rows(dataset: string): string;
  /** Word between a number and the rows (`件`); empty in languages without such words. */
  measureWord(dataset: string): string;
  dataset(id: string): string;
  /** `all teams` or the members of the scope. */
  scope(cut: Cut): string;
  /** Any text of the configuration, whole but for an upper limit. */
  text(text: LocalText): string;
  /** The same, shortened for a label. */
  label(text: LocalText): string;
  /** Names that were shortened, with the whole text. */
  shortened(): readonly { label: string; full: string }[];
}

/** @param labels names of members that the warehouse keeps; those of the configuration go before them; filters of the report */
export function createNames(
  config: Config,
  bundle: LocaleBundle,
  labels: Snapshot["labels"] = {},
  filters: Report["filters"] = {},
): Names {
  const whole = new Map<string, string>();
  const { locale, facts } = bundle;
  const clean = (value: LocalText) =>
    cleanText(localText(value, locale)).replaceAll(HIDDEN_NAME, formatMessage(bundle, "mask.name"));
  const text = (value: LocalText) => shorten(clean(value), PROSE);
  const label = (value: LocalText) => {
    const full = clean(value);
    const short = shorten(full, LABEL);
    if (short !== full) whole.set(shorten(full, PROSE), short);
    return short;
  };
  const say = (key: string, values: Record<string, string> = {}) => formatMessage(bundle, key, values);
  const inSentence = (name: string) => (facts.lowercase_names ? lowerFirst(name) : name);

  function findDimension(id: string) {
    for (const dataset of Object.values(config.datasets)) {
      const dimension = dataset.dimensions[id];
      if (dimension !== undefined) return dimension;
    }
    return undefined;
  }
  const dimension = (id: string) => label(findDimension(id)?.name ?? id);
  const member = (dimensionId: string, value: string) => {
    if (value === NO_MEMBER) return say("members.none");
    // A label may be missing in one dataset and present in another that shares the dimension.
    for (const dataset of Object.values(config.datasets)) {
      const found = entryAt(dataset.dimensions[dimensionId]?.labels, value);
      if (found !== undefined) return label(found);
    }
    return label(value === "" ? say("members.none") : (entryAt(labels[dimensionId], value) ?? value));
  };
  const filterName = (id: string) => label(filters[id]?.name ?? id);
  const indicator = (id: string) => label(config.indicators[id]?.name ?? id) || id;

  const quietly = (name: string, value: string) =>
    facts.lowercase_names && isPrettified(name, value) ? lowerFirst(name) : name;
  const rowsOf = (id: string) => inSentence(label(config.datasets[id]?.name ?? id));

  return {
    indicator,
    indicatorShort: (id) => label(config.indicators[id]?.short_name ?? config.indicators[id]?.name ?? id),
    indicatorInSentence(id) {
      const phrase = config.indicators[id]?.phrase;
      return phrase === undefined ? inSentence(indicator(id)) : text(phrase);
    },
    indicatorListed: (id) => inSentence(indicator(id)),
    dimension,
    dimensionInSentence: (id) => inSentence(dimension(id)),
    member,
    memberAlone: (dimensionId, value) => quietly(member(dimensionId, value), value),
    memberInSentence(dimensionId, value, dataset) {
      const rows = rowsOf(dataset);
      if (value === NO_MEMBER || value === "") {
        return say("members.none_in_sentence", { dimension: inSentence(dimension(dimensionId)), rows });
      }
      const name = member(dimensionId, value).replace(/\s*[(（][^()（）]*[)）]$/u, "");
      const quiet = quietly(name, value);
      const phrase = config.datasets[dataset]?.dimensions[dimensionId]?.phrase;
      if (phrase === undefined) {
        return say(isLong(name) ? "members.in_sentence_quoted" : "members.in_sentence", { member: quiet, rows });
      }
      return text(phrase).replaceAll("{member}", inSentence(name)).replaceAll("{Member}", name);
    },
    dataset: (id) => {
      const name = label(config.datasets[id]?.name ?? id);
      return facts.capitalise ? upperFirst(name) : name;
    },
    rows: rowsOf,
    measureWord(id) {
      const usual = say("members.measure_word");
      const own = config.datasets[id]?.measure_word;
      return usual === "" || own === undefined ? usual : text(own);
    },
    scope(cut) {
      const dimensions = Object.keys(cut)
        .filter((id) => id !== FILTER)
        .sort();
      const parts = [...dimensions, ...(cut[FILTER] === undefined ? [] : [FILTER])].map((id) =>
        id === FILTER
          ? say("filters.scope", { filters: filtersIn(cut).map(filterName).join(say("punctuation.list")) })
          : say("members.scope", { dimension: dimension(id), member: member(id, cut[id] ?? "") }),
      );
      return parts.length === 0 ? say("members.everything") : parts.join(say("punctuation.list"));
    },
    text,
    label,
    shortened: () => [...whole].map(([full, short]) => ({ label: short, full })),
  };
}

/** A label of several words is a phrase of its own: inside a sentence it needs quotation marks to be seen as one. */
const isLong = (label: string): boolean => label.split(" ").length > 2 || /\p{Script=Han}{7}/u.test(label);

/** Whether a label is its stored id written for readers (`night` → `Night`): a common word then, not a proper name. */
function isPrettified(label: string, stored: string): boolean {
  const firstWord = (text: string) => text.toLowerCase().split(/[\s_-]+/)[0];
  return stored === stored.toLowerCase() && firstWord(label) === firstWord(stored);
}

/** `First response time` → `first response time`; names that carry other capitals (`NPS`, `First Response Time`) stay. */
export function lowerFirst(name: string): string {
  const [first = "", ...rest] = name;
  return rest.some((character) => character !== character.toLowerCase()) ? name : first.toLowerCase() + rest.join("");
}

/** A sentence begins with a capital; a name such as `iPhone` keeps its own. */
export function upperFirst(text: string): string {
  const first = text.charAt(0);
  const second = text.charAt(1);
  return second !== second.toLowerCase() ? text : first.toUpperCase() + text.slice(1);
}
