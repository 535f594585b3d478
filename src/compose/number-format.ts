/** Number formats are costly to build and few: one per tag and options. */
const formats = new Map<string, Intl.NumberFormat>();

export interface NumberStyle {
  /** Digits after the decimal point, always shown. */
  digits: number;
  style?: "decimal" | "percent" | "currency";
  currency?: string;
  /** Plus on what is above zero, minus below; zero as shown has none. */
  signed?: boolean;
}

/** Digits that a column of a table has room for: all of them, and those before the point. */
const ROOM = { all: 11, whole: 10 };
/** What stands for more: six digits that count, with a word (`18.0375亿`, `1.80375B`), then with a power of ten. */
const WIDE_DIGITS = 6;
const COMPACT_BELOW = 1e16;

/** A number as the language writes it, shortened where no table could hold it, with a true minus sign (U+2212). */
export function formatNumber(tag: string, value: number, style: NumberStyle): string {
  const notation = notationOf(value, style);
  const key = `${tag}|${style.digits}|${style.style ?? ""}|${style.currency ?? ""}|${style.signed ?? false}|${notation}`;
  const known = formats.get(key);
  const format = known ?? new Intl.NumberFormat(tag, optionsOf(style, notation));
  if (known === undefined) formats.set(key, format);
  if (value >= 0) return format.format(value);
  return format
    .formatToParts(value)
    .map((part) => (part.type === "minusSign" ? "−" : part.value))
    .join("");
}

type Notation = "standard" | "compact" | "scientific";

function notationOf(value: number, { digits, style }: NumberStyle): Notation {
  const size = Math.abs(style === "percent" ? value * 100 : value);
  if (size < 10 ** Math.min(ROOM.whole, ROOM.all - digits)) return "standard";
  return size < COMPACT_BELOW ? "compact" : "scientific";
}

function optionsOf({ digits, style, currency, signed }: NumberStyle, notation: Notation): Intl.NumberFormatOptions {
  return {
    ...(notation === "standard"
      ? { minimumFractionDigits: digits, maximumFractionDigits: digits }
      : { notation, maximumSignificantDigits: WIDE_DIGITS }),
    signDisplay: signed ? "exceptZero" : "negative",
    ...(style === undefined ? {} : { style }),
    ...(currency === undefined ? {} : { currency, currencyDisplay: "narrowSymbol" as const }),
  };
}

/** Fewest digits, at most `most`, that show the value exactly. */
export function digitsNeeded(value: number, most = 6): number {
  for (let digits = 0; digits < most; digits++) {
    if (Math.abs(Number(value.toFixed(digits)) - value) < 10 ** -(most + 3)) return digits;
  }
  return most;
}

/** Digits at which a value other than zero does not read as zero; at most three more than `digits`. */
export function visibleDigits(value: number, digits: number): number {
  let enough = digits;
  while (value !== 0 && enough < digits + 3 && Number(value.toFixed(enough)) === 0) enough++;
  return Number(value.toFixed(enough)) === 0 ? digits : enough;
}

/**
 * Values rounded so that the rounded ones add up to the rounded total (largest remainder): a reader who adds a column up
 * gets the sum that is printed.
 */
export function roundToSum(values: readonly number[], total: number, digits: number): number[] {
  const scale = 10 ** digits;
  const floors = values.map((value) => Math.floor(value * scale + 1e-9));
  let left = Math.round(total * scale) - floors.reduce((sum, value) => sum + value, 0);
  const order = values
    .map((value, index) => ({ index, remainder: value * scale - (floors[index] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index, remainder } of order) {
    if (left <= 0 || remainder <= 1e-9) break;
    floors[index] = (floors[index] ?? 0) + 1;
    left--;
  }
  return floors.map((value) => value / scale);
}
