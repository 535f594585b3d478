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
