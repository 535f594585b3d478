import type { ImportMapping } from "../config/schema/import.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

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

/**
 * True for the usual short number that is sent on as it stands: up to 15 digits without a sign, exponent or needless
 * zero, and (unless `whole`) one point with digits on both sides, the last of them not 0. So one number has one text,
 * which keys rely on.
 */
export function isPlainNumber(text: string, whole: boolean): boolean {
  const { length } = text;
  if (length === 0 || length > 15) return false;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) continue;
    if (code !== 46 || whole || point >= 0) return false;
    point = at;
  }
  if (text.charCodeAt(0) === 48 && length > 1 && point !== 1) return false;
  return point < 0 || (point > 0 && point < length - 1 && text.charCodeAt(length - 1) !== 48);
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
