import type { CalendarRules, Period } from "../calendar/period.ts";
import type { Indicator } from "../config/schema/indicator.ts";
import type { LocaleBundle } from "./locale.ts";
import { formatMessage } from "./message.ts";
import { digitsNeeded, formatNumber, visibleDigits } from "./number-format.ts";
import { createPeriodFormat, type PeriodFormat } from "./period-format.ts";

/** Texts of one indicator's values: one unit and one precision for all of them. */
export interface ValueFormat {
  /** `98.1%`, `1.86 h`, `4.52`. */
  value(value: number): string;
  /** A limit from the configuration, with as many digits as it and its siblings need: `95%`, `2.0 h`. */
  limit(value: number): string;
  /** `≥ 95%` or `≤ 2.0 h`, by direction. */
  bound(value: number): string;
  /** Always signed, rates in percentage points: `+3.1 pts`, `−0.36 h`. */
  variance(value: number): string;
  /** The same without its sign, for sentences that say which way: `3.1 pts`. */
  distance(value: number): string;
  /** `77.1–80.5%`, `1.63–1.92 h`. */
  range(low: number, high: number): string;
  /** Interval of a difference, the unit once: `−15.5 to −2.8 pts`. */
  differenceRange(low: number, high: number): string;
  /** Whether the difference is smaller than the last digit shown. */
  isTiny(difference: number): boolean;
  /** What stands beside the name because the values do not carry it: `/5`; else empty. */
  unitLabel: string;
}

export interface Format {
  count(value: number): string;
  /** Share as a percentage with `digits` digits: `71%`. */
  percent(value: number, digits?: number): string;
  number(value: number, digits: number): string;
  signed(value: number, digits: number): string;
  list(items: readonly string[]): string;
  /** An amount in the project's currency. */
  money(value: number, digits: number): string;
  /** A number up to ten as a word, where the language does so. */
  spelled(value: number): string | undefined;
  values(indicator: Indicator, limits: readonly number[]): ValueFormat;
  period: PeriodFormat;
}

export function createFormat(
  bundle: LocaleBundle,
  options: { currency: string; calendar: CalendarRules; reported?: Period },
): Format {
  const { intl, spelled } = bundle.facts;
  const lists = new Intl.ListFormat(intl, { type: "conjunction" });
  return {
    count: (value) => formatNumber(intl, value, { digits: 0 }),
    percent: (value, digits = 0) => formatNumber(intl, value, { digits, style: "percent" }),
    number: (value, digits) => formatNumber(intl, value, { digits }),
    signed: (value, digits) => formatNumber(intl, value, { digits, signed: true }),
    money: (value, digits) => formatNumber(intl, value, { digits, style: "currency", currency: options.currency }),
    list: (items) => lists.format(items),
    spelled: (value) => (value <= 10 ? spelled[value] : undefined),
    values: (indicator, limits) => createValueFormat(bundle, indicator, limits, options.currency),
    period: createPeriodFormat(bundle, options.calendar, options.reported),
  };
}

function createValueFormat(
  bundle: LocaleBundle,
  indicator: Indicator,
  limits: readonly number[],
  currency: string,
): ValueFormat {
  const { intl } = bundle.facts;
  const { unit } = indicator;
  const percent = unit === "percent";
  const digits = indicator.kind === "count" ? 0 : indicator.precision;
  const limitDigits = limits.reduce((most, limit) => Math.max(most, digitsNeeded(percent ? limit * 100 : limit)), 0);

  const plain = (value: number, shown: number, signed: boolean) =>
    unit === "currency"
      ? formatNumber(intl, value, { digits: shown, style: "currency", currency, signed })
      : percent
        ? formatNumber(intl, value, { digits: shown, style: "percent", signed })
        : formatNumber(intl, value, { digits: shown, signed });
  const per =
    indicator.kind === "rate"
      ? formatNumber(intl, indicator.multiplier, { digits: digitsNeeded(indicator.multiplier) })
      : "1";
  const withUnit = (text: string) => formatMessage(bundle, `units.${unit}`, { value: text, per });
  const difference = (value: number, signed: boolean) => {
    const scaled = percent ? value * 100 : value;
    const shown = visibleDigits(scaled, digits);
    if (!percent && unit !== "points") return withUnit(plain(scaled, shown, signed));
    const text = formatNumber(intl, scaled, { digits: shown, signed });
    return formatMessage(bundle, percent ? "units.percentage_points" : "units.points_difference", {
      value: text,
      value_n: shown === 0 ? Math.abs(Math.round(scaled)) : 2,
    });
  };
  const plainSigned = (value: number, shown: number) => formatNumber(intl, value, { digits: shown, signed: true });
  const limit = (value: number) =>
    withUnit(plain(value, Math.max(limitDigits, digitsNeeded(percent ? value * 100 : value)), false));

  return {
    value: (value) => withUnit(plain(value, digits, false)),
    limit,
    bound: (value) => `${indicator.direction === "lower_is_better" ? "≤" : "≥"}\u00a0${limit(value)}`,
    variance: (value) => difference(value, true),
    distance: (value) => difference(Math.abs(value), false),
    range: (low, high) =>
      formatMessage(bundle, "units.range", {
        kind: percent || unit === "currency" ? unit : "other",
        negative: low < 0 ? "yes" : "no",
        low: formatNumber(intl, percent ? low * 100 : low, { digits }),
        low_whole: withUnit(plain(low, digits, false)),
        high: withUnit(plain(high, digits, false)),
      }),
    differenceRange: (low, high) => {
      const bare = (value: number) => {
        const scaled = percent ? value * 100 : value;
        return unit === "currency" ? difference(value, true) : plainSigned(scaled, visibleDigits(scaled, digits));
      };
      return formatMessage(bundle, "units.range_difference", { low: bare(low), high: difference(high, true) });
    },
    isTiny: (value) => Number((percent ? value * 100 : value).toFixed(digits)) === 0,
    unitLabel:
      indicator.scale_max === undefined
        ? ""
        : `/${formatNumber(intl, indicator.scale_max, { digits: digitsNeeded(indicator.scale_max) })}`,
  };
}
