import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PeriodicalError } from "../errors.ts";
import type { ReasonCount } from "./summary.ts";

/** Counts bad rows by reason and writes each to a file the operator can open, with its line and the row as it was. */
export interface Rejects {
  /** @param row `detail` stands beside the reason in the file and is not counted by */
  add(row: { line: number; column?: string; reason: string; detail?: string; raw: string }): void;
  /** Writes what has been added; to be called between batches. */
  flush(): Promise<void>;
  readonly total: number;
  /** Most frequent first. */
  reasons(): ReasonCount[];
  /** Moves the finished file into its place; null (and no file, not even an older one) when no row was bad. */
  finish(): Promise<string | null>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

const HEAD = "\ufeffline,column,reason,row\r\n";

/** @param path where the finished file goes; it is written beside it first */
export function createRejects(path: string): Rejects {
  const temporary = `${path}.${process.pid}.tmp`;
  const counts = new Map<string, ReasonCount>();
  let handle: FileHandle | null = null;
  let buffer = "";
  let total = 0;

  const flush = async (): Promise<void> => {
    if (buffer === "") return;
    const text = buffer;
    buffer = "";
    try {
      if (handle === null) {
        await mkdir(dirname(path), { recursive: true });
        handle = await open(temporary, "w");
        await handle.write(HEAD);
      }
      await handle.write(text);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  };
  const discard = async (): Promise<void> => {
    buffer = "";
    await handle?.close().catch(() => undefined);
    handle = null;
    await rm(temporary, { force: true }).catch(() => undefined);
  };

  return {
    add({ line, column = "", reason, detail, raw }) {
      total += 1;
      const id = `${column}\u0000${reason}`;
      const count = counts.get(id);
      if (count) count.rows += 1;
      else counts.set(id, { column: column === "" ? null : column, reason, rows: 1, firstLine: line });
      buffer += `${line},${csvCell(column)},${csvCell(detail === undefined ? reason : `${reason} (${detail})`)},${csvCell(raw)}\r\n`;
    },
    flush,
    get total() {
      return total;
    },
    reasons: () => [...counts.values()].sort((a, b) => b.rows - a.rows || a.firstLine - b.firstLine),
    async finish() {
      await flush();
      try {
        if (handle === null) {
          await rm(path, { force: true });
          return null;
        }
        await handle.sync();
        await handle.close();
        handle = null;
        await rename(temporary, path);
        return path;
      } catch (cause) {
        await discard();
        throw unwritable(path, cause);
      }
    },
    discard,
  };
}

/**
 * A cell that a spreadsheet program shows as text: what it would run as a formula gets an apostrophe before it
 * (OWASP, "CSV injection").
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function unwritable(path: string, cause: unknown): PeriodicalError {
  const { code } = cause as NodeJS.ErrnoException;
  const why: Record<string, string> = {
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EACCES: "permission was denied",
    EROFS: "the file system is read-only",
    ENOTDIR: "a part of its path is a file",
    EEXIST: "a part of its path is a file",
  };
  return new PeriodicalError(
    "OUTPUT_UNWRITABLE",
    `The file for rejected rows, ${path}, cannot be written: ${why[code ?? ""] ?? code ?? String(cause)}. Nothing was loaded.`,
    { where: path, hint: "Make room or name another folder with --rejects.", cause },
  );
}
