import type { ImportMapping } from "../config/schema/import.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;

/** How a file writes numbers. */
export type NumberStyle = Pick<ImportMapping, "decimal" | "grouping">;

/**
 * Reads a number as written, e.g. `1234,5` with a decimal comma. Grouping marks are refused unless the mapping names
 * theirs, as `1,234` may be a thousand or one and a bit; named, they must stand before every third digit.
 *
 * @returns NaN when the text is not a number of that style
 */
export function readNumber(text: string, style: NumberStyle): number {
  let plain = text;
  if (style.grouping !== undefined) {
    const ungrouped = ungroup(plain, style.grouping, style.decimal);
    if (ungrouped === null) return Number.NaN;
    plain = ungrouped;
  }
  if (style.decimal === ",") {
    if (plain.includes(".")) return Number.NaN;
    plain = plain.replace(",", ".");
  }
  if (!DECIMAL.test(plain)) return Number.NaN;
  const value = Number(plain);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** True for a bare run of digits with at most 15 of them: it is its own value, no conversion needed. */
export function isPlainInteger(text: string): boolean {
  return text.length <= 15 && INTEGER.test(text);
}

function ungroup(text: string, mark: string, decimal: string): string | null {
  const cut = text.indexOf(decimal);
  const whole = cut < 0 ? text : text.slice(0, cut);
  // A narrow or ordinary no-break blank is what programs print where people type a blank.
  const groups = (mark === " " ? whole.replace(/[\u00a0\u202f]/g, " ") : whole).split(mark);
  if (groups.length > 1) {
    const first = (groups[0] ?? "").replace(/^[+-]/, "");
    if (first.length < 1 || first.length > 3 || groups.slice(1).some((group) => !/^\d{3}$/.test(group))) return null;
  }
  return groups.join("") + (cut < 0 ? "" : text.slice(cut));
}
