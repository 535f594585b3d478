import type { ImportColumn } from "../config/schema/import.ts";
import { ByteStore, type CopyWriter } from "./copy-writer.ts";
import type { WallTime } from "./wall-time.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TWO_32 = 2 ** 32;
/** Days from 0000-03-01 to 2000-01-01, the day PostgreSQL counts from. */
const EPOCH_DAY = 730_425;
const DAY_SECONDS = 86_400;

/**
 * COPY's binary format (PostgreSQL documentation, COPY, "Binary Format"): each field as its length and the bytes of its
 * type. The server has nothing to parse, which for times and numbers is most of the work of loading a row.
 *
 * Only for tables whose columns have exactly the types an import makes: bigint, double precision, boolean, date,
 * timestamp with time zone, text and varchar.
 */
export function createBinaryWriter(): CopyWriter {
  const store = new ByteStore(1 << 19);
  const doubles = new Float64Array(1);
  const octets = new Uint8Array(doubles.buffer);
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  let rowStart = 0;
  let fields = 0;
  let begun = false;
  let lastOffset: string | null = null;
  let lastOffsetSeconds = 0;

  const int32 = (value: number): void => {
    const { bytes, at } = store;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    store.at = at + 4;
  };
  const int64 = (value: number): void => {
    const high = Math.floor(value / TWO_32);
    int32(high);
    int32(value - high * TWO_32);
  };
  const float64 = (value: number): void => {
    doubles[0] = value;
    const { bytes, at } = store;
    for (let index = 0; index < 8; index += 1) bytes[at + index] = octets[littleEndian ? 7 - index : index] as number;
    store.at = at + 8;
  };
  const text = (value: string): boolean => {
    const { length } = value;
    store.reserve(length * 3 + 4);
    const { bytes, at } = store;
    let end = at + 4;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 127) {
        if (value.includes("\0")) return false;
        end = at + 4 + bytes.write(value, at + 4, "utf8");
        break;
      }
      if (code === 0) return false;
      bytes[end++] = code;
    }
    int32(end - at - 4);
    store.at = end;
    return true;
  };
  const timestamp = (wall: WallTime): void => {
    if (wall.offset !== lastOffset) {
      lastOffset = wall.offset;
      lastOffsetSeconds = offsetSeconds(wall.offset ?? "+00:00");
    }
    const time = (wall.hour * 60 + wall.minute) * 60 + wall.second;
    const seconds = daysFromEpoch(wall) * DAY_SECONDS + time - lastOffsetSeconds;
    const micros = seconds * 1_000_000 + wall.microsecond;
    if (Number.isSafeInteger(micros)) int64(micros);
    else {
      const exact = BigInt(seconds) * 1_000_000n + BigInt(wall.microsecond);
      int32(Number(exact >> 32n));
      int32(Number(exact & 0xffff_ffffn));
    }
  };
  const fixed = (kind: ImportColumn["type"], value: string | WallTime): void => {
    if (typeof value === "object") {
      if (kind === "date") {
        int32(4);
        int32(daysFromEpoch(value));
      } else {
        int32(8);
        timestamp(value);
      }
    } else if (kind === "boolean") {
      int32(1);
      store.bytes[store.at++] = value === "t" ? 1 : 0;
    } else {
      int32(8);
      if (kind === "integer") int64(Number(value));
      else float64(Number(value));
    }
  };

  return {
    format: "binary",
    field(kind, value) {
      store.reserve(32);
      // The number of fields comes first and is filled in when the row ends.
      if (fields === 0) store.at = rowStart + 2;
      fields += 1;
      if (value === null) int32(-1);
      else if (kind === "text") return text(value as string);
      else fixed(kind, value);
      return true;
    },
    endRow() {
      store.bytes[rowStart] = fields >>> 8;
      store.bytes[rowStart + 1] = fields;
      rowStart = store.at;
      fields = 0;
    },
    dropRow() {
      store.at = rowStart;
      fields = 0;
    },
    take() {
      const rows = store.bytes.subarray(0, rowStart);
      const taken = begun || rowStart === 0 ? Buffer.from(rows) : Buffer.concat([SIGNATURE, rows]);
      begun ||= rowStart > 0;
      store.at = 0;
      rowStart = 0;
      return taken;
    },
    end: () => Buffer.concat([begun ? Buffer.alloc(0) : SIGNATURE, Buffer.from([0xff, 0xff])]),
  };
}

/**
 * Days since 2000-01-01 in the proleptic Gregorian calendar: years are counted from March, so that the leap day is the
 * last one (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
export function daysFromEpoch({ year, month, day }: Pick<WallTime, "year" | "month" | "day">): number {
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - EPOCH_DAY;
}

/** `-05:00` or `+00:19:32` in seconds. */
function offsetSeconds(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(":").map(Number);
  const size = (hours * 60 + minutes) * 60 + seconds;
  return offset.startsWith("-") ? -size : size;
}
