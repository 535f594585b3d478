import { isWallTime, type WallReader } from "./wall-time.ts";

/** `yyyy-MM-dd` */
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** ISO 8601 (T or blanks between; seconds, a fraction and an offset may follow). */
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt]|\s+)(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

export const readIsoDate: WallReader = (text, into) => {
  const parts = DATE.exec(text);
  if (!parts) return false;
  into.year = Number(parts[1]);
  into.month = Number(parts[2]);
  into.day = Number(parts[3]);
  into.hour = 0;
  into.minute = 0;
  into.second = 0;
  into.microsecond = 0;
  into.offset = null;
  return isWallTime(into);
};

/** Fractions beyond a microsecond are cut off, as PostgreSQL stores none. */
export const readIsoTimestamp: WallReader = (text, into) => {
  const parts = TIMESTAMP.exec(text);
  if (!parts) return false;
  into.year = Number(parts[1]);
  into.month = Number(parts[2]);
  into.day = Number(parts[3]);
  into.hour = Number(parts[4]);
  into.minute = Number(parts[5]);
  into.second = parts[6] === undefined ? 0 : Number(parts[6]);
  into.microsecond = parts[7] === undefined ? 0 : Number(parts[7].slice(0, 6).padEnd(6, "0"));
  into.offset = parts[8] === undefined ? null : offsetText(parts[8]);
  return isWallTime(into) && into.offset !== "";
};

/** `Z`, `+0800`, `+08` → `+08:00`; empty when no zone on earth has such an offset. */
function offsetText(written: string): string {
  if (written === "Z" || written === "z") return "+00:00";
  const hours = written.slice(1, 3);
  const minutes = written.slice(3).replace(":", "") || "00";
  if (Number(hours) > 15 || Number(minutes) > 59) return "";
  return `${written.charAt(0)}${hours}:${minutes}`;
}

const ZERO = 48;

/**
 * Reads `yyyy-MM-dd HH:mm:ss` (or with a T) and nothing else: what most exports write, an order of magnitude faster than
 * the general reader.
 */
export const readPlainTimestamp: WallReader = (text, into) => {
  if (text.length !== 19) return false;
  const separator = text.charCodeAt(10);
  if (separator !== 32 && separator !== 84) return false;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return false;
  into.year = pair(text, 0) * 100 + pair(text, 2);
  into.month = pair(text, 5);
  into.day = pair(text, 8);
  into.hour = pair(text, 11);
  into.minute = pair(text, 14);
  into.second = pair(text, 17);
  into.microsecond = 0;
  into.offset = null;
  return isWallTime(into);
};

/** Two digits; NaN, which no comparison lets pass, when they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
