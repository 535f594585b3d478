import type { ImportColumn } from "../config/schema/import.ts";
import { type Cell, cellText, type DateSystem, secondsFromEpoch, serialDate } from "./cell.ts";
import { compilePattern } from "./date-pattern.ts";
import { readIsoDate, readIsoTimestamp, readPlainTimestamp } from "./iso-time.ts";
import { isPlainNumber, type NumberStyle, readNumber } from "./numbers.ts";
import type { WallClock } from "./wall-clock.ts";
import { emptyWallTime, type WallReader, type WallTime, wallTimeOf } from "./wall-time.ts";

/** Why a value was not taken. One object for each column and reason, so that they can be counted by identity. */
export interface BadValue {
  readonly column: string;
  readonly reason: string;
}

/**
 * A value: a text as PostgreSQL reads it, a day or a time (the converter's own object, overwritten by the next value),
 * or null for no value.
 */
export type Value = string | WallTime | null;

/** A value, or why it is none. */
export type Converted = Value | BadValue;

export function isBad(converted: Converted): converted is BadValue {
  return typeof converted === "object" && converted !== null && (converted as BadValue).reason !== undefined;
}

export interface Converter {
  /** `text` is trimmed and not empty. */
  text(text: string): Converted;
  cell(cell: Exclude<Cell, null | string>): Converted;
}

export interface ConverterContext {
  /** Target column, for reasons. */
  column: string;
  /** Key in the configuration, for errors. */
  where: string;
  numbers: NumberStyle;
  clock: WallClock;
  dateSystem: DateSystem;
}

/** How a column's values are read and written, by its type. */
export function createConverter(spec: ImportColumn, context: ConverterContext): Converter {
  switch (spec.type) {
    case "text":
      return textConverter(context);
    case "integer":
    case "number":
      return numberConverter(spec, context);
    case "boolean":
      return booleanConverter(context);
    case "date":
    case "timestamp":
      return timeConverter(spec, context);
    case "duration":
      return durationConverter(spec, context);
  }
}

function textConverter({ dateSystem }: ConverterContext): Converter {
  return { text: (text) => text, cell: (cell) => cellText(cell, dateSystem) };
}

function numberConverter(spec: ImportColumn, { column, numbers }: ConverterContext): Converter {
  const whole = spec.type === "integer";
  const style = `${numbers.decimal === "," ? " with a decimal comma" : ""}`;
  const bad: BadValue = { column, reason: whole ? "not a whole number" : `not a number${style}` };
  const large: BadValue = { column, reason: "too large for a number (read ids as `type: text`)" };
  const outside = rangeCheck(spec, column);
  const finish = (value: number): Converted => {
    if (!Number.isFinite(value)) return bad;
    if (whole && !Number.isInteger(value)) return bad;
    if (whole && !Number.isSafeInteger(value)) return large;
    return outside(value) ?? (Object.is(value, -0) ? "0" : String(value));
  };
  const limited = spec.min !== undefined || spec.max !== undefined;
  return {
    text: (text) =>
      isPlainNumber(text, whole || numbers.decimal === "," || numbers.grouping === ".")
        ? ((limited ? outside(Number(text)) : null) ?? text)
        : finish(readNumber(text, numbers)),
    cell: (cell) => (typeof cell === "number" ? finish(cell) : bad),
  };
}

const TRUE = new Set(["true", "t", "yes", "y", "1"]);
const FALSE = new Set(["false", "f", "no", "n", "0"]);

function booleanConverter({ column, dateSystem }: ConverterContext): Converter {
  const bad: BadValue = { column, reason: "neither yes nor no (list other words under `values`)" };
  const text = (value: string): Converted => {
    const word = value.toLowerCase();
    return TRUE.has(word) ? "t" : FALSE.has(word) ? "f" : bad;
  };
  return { text, cell: (cell) => text(cellText(cell, dateSystem)) };
}

function timeConverter(spec: ImportColumn, context: ConverterContext): Converter {
  const { column, clock, dateSystem } = context;
  const day = spec.type === "date";
  const shown = spec.format ?? (day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
  const bad: BadValue = { column, reason: `not a ${day ? "day" : "time"} written as ${shown}` };
  const notADay: BadValue = { column, reason: "a time of day where a day is expected" };
  const notATime: BadValue = { column, reason: "a time of day without a day" };
  const read: WallReader =
    spec.format !== undefined
      ? compilePattern(spec.format, `${context.where}.format`)
      : day
        ? readIsoDate
        : readIsoTimestamp;
  const wall: WallTime = emptyWallTime();
  const finish = (): WallTime => {
    // A day keeps no time of day, and so no offset.
    wall.offset = day ? null : (wall.offset ?? clock.offset(wall));
    return wall;
  };
  // Nearly every file writes the plain form, which is read an order of magnitude faster.
  const plain = spec.format === undefined && !day;
  return {
    text: (text) => ((plain && readPlainTimestamp(text, wall)) || read(text, wall) ? finish() : bad),
    cell: (cell) => {
      if (typeof cell === "boolean") return bad;
      const date = typeof cell === "number" ? serialDate(cell, dateSystem) : cell;
      const seconds = secondsFromEpoch(date, dateSystem);
      if (Number.isNaN(seconds)) return bad;
      if (seconds < 86_400) return day ? notADay : notATime;
      if (day && seconds % 86_400 !== 0) return notADay;
      wallTimeOf(date, wall);
      return wall.year > 9999 ? bad : finish();
    },
  };
}

const DURATION = /^(-?)(\d{1,6}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,6}))?$/;

function durationConverter(spec: ImportColumn, { column, dateSystem }: ConverterContext): Converter {
  const bad: BadValue = { column, reason: "not a duration written as hh:mm:ss" };
  const outside = rangeCheck(spec, column);
  const finish = (seconds: number): Converted =>
    Number.isFinite(seconds) ? (outside(seconds) ?? String(seconds)) : bad;
  return {
    text: (text) => {
      const parts = DURATION.exec(text);
      if (!parts) return bad;
      const seconds = Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(`${parts[4]}.${parts[5] ?? "0"}`);
      return finish(parts[1] === "-" && seconds !== 0 ? -seconds : seconds);
    },
    cell: (cell) => {
      if (typeof cell === "boolean") return bad;
      const date = typeof cell === "number" ? serialDate(cell, dateSystem) : cell;
      return finish(secondsFromEpoch(date, dateSystem));
    },
  };
}

function rangeCheck({ min, max }: ImportColumn, column: string): (value: number) => BadValue | null {
  const below: BadValue = { column, reason: `below ${min}` };
  const above: BadValue = { column, reason: `above ${max}` };
  return (value) => (min !== undefined && value < min ? below : max !== undefined && value > max ? above : null);
}
