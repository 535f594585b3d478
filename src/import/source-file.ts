import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ImportMapping } from "../config/schema/import.ts";
import { PeriodicalError } from "../errors.ts";

/** A file to import: what it is called, what it is, and its bytes, unpacked. */
export interface SourceFile {
  path: string;
  name: string;
  bytes: number;
  sha256: string;
  format: "csv" | "xlsx";
  /** The bytes, unpacked. May be read several times. */
  read(signal?: AbortSignal): AsyncGenerator<Buffer>;
  /** Bytes of the file as it lies on the disk that the present reading has passed. */
  position(): number;
  /** @throws {PeriodicalError} IMPORT_REJECTED when the file is no longer the one that was hashed */
  assertUnchanged(): Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Looks at a file and hashes it, so that it can be refused before anything is read into the warehouse.
 *
 * @throws {PeriodicalError} IMPORT_REJECTED when the file is missing, unreadable or of a kind that cannot be read
 */
export async function openSourceFile(
  path: string,
  mapping: Pick<ImportMapping, "format">,
  signal?: AbortSignal,
): Promise<SourceFile> {
  const name = basename(path);
  const before = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, cause);
  });
  if (!before.isFile()) {
    throw new PeriodicalError("IMPORT_REJECTED", `${path} is not a file.`, {
      where: path,
      hint: "Name the files themselves.",
    });
  }
  const magic = await firstBytes(path);
  const packed = magic[0] === 0x1f && magic[1] === 0x8b;
  const format = formatOf(path, packed ? null : magic, mapping.format);
  const sha256 = await hashFile(path, signal);
  let position = 0;
  return {
    path,
    name,
    bytes: before.size,
    sha256,
    format,
    position: () => position,
    async *read(readSignal) {
      position = 0;
      const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
      const input = packed ? raw.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : raw;
      raw.once("error", (error) => input.destroy(error));
      try {
        for await (const chunk of input as AsyncIterable<Buffer>) {
          readSignal?.throwIfAborted();
          position = raw.bytesRead;
          yield chunk;
        }
      } catch (error) {
        throw readFailure(error, path);
      } finally {
        raw.destroy();
        input.destroy();
      }
    },
    async assertUnchanged() {
      const after = await stat(path).catch(() => null);
      if (after !== null && after.size === before.size && after.mtimeMs === before.mtimeMs) return;
      throw new PeriodicalError("IMPORT_REJECTED", `${name} was changed while it was being read; nothing was loaded.`, {
        where: path,
        hint: "Import it again when the program that writes it has finished.",
      });
    },
  };
}

/** By the mapping, else by the name; the first bytes must not contradict it. */
function formatOf(path: string, magic: Buffer | null, stated: "csv" | "xlsx" | undefined): "csv" | "xlsx" {
  const refuse = (message: string, hint: string): PeriodicalError =>
    new PeriodicalError("IMPORT_REJECTED", message, { where: path, hint });
  const name = basename(path).replace(/\.gz$/i, "");
  const extension = extname(name).toLowerCase();
  const isZip = magic !== null && magic.length >= 4 && magic.readUInt32LE(0) === 0x04034b50;
  if (magic !== null && magic.length >= 4 && magic.readUInt32BE(0) === 0xd0cf11e0) {
    throw refuse(
      `${name} is an old .xls workbook or one with a password; neither can be read.`,
      "Open it in a spreadsheet program and save it as .xlsx without a password, or as CSV.",
    );
  }
  const format = stated ?? (extension === ".xlsx" || extension === ".xlsm" ? "xlsx" : byName(extension));
  if (format === undefined) {
    throw refuse(
      `It is not clear from its name what ${name} is.`,
      "Add `format: csv` or `format: xlsx` to the mapping.",
    );
  }
  if (format === "csv" && isZip) {
    throw refuse(
      `${name} is a zip archive or a workbook, not CSV.`,
      "Unpack it, or add `format: xlsx` to the mapping.",
    );
  }
  if (format === "xlsx" && magic !== null && !isZip) {
    throw refuse(`${name} is not an .xlsx workbook, whatever its name says.`, "Save it as .xlsx or add `format: csv`.");
  }
  return format;
}

function byName(extension: string): "csv" | undefined {
  return [".csv", ".txt", ".tsv", ".tab"].includes(extension) ? "csv" : undefined;
}

async function firstBytes(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw unreadable(path, cause as NodeJS.ErrnoException);
  } finally {
    await handle?.close();
  }
}

async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash, ...(signal ? [{ signal }] : []));
  } catch (error) {
    throw readFailure(error, path);
  }
  return hash.digest("hex");
}

function readFailure(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") {
    return new PeriodicalError("IMPORT_REJECTED", `${basename(path)} cannot be unpacked: it is damaged or cut off.`, {
      where: path,
      hint: "Fetch it again and compare its size with the original; nothing was loaded.",
      cause: error,
    });
  }
  return code !== undefined && ["EIO", "ENOENT", "EACCES", "EISDIR", "ESTALE"].includes(code)
    ? unreadable(path, error as NodeJS.ErrnoException)
    : error;
}

function unreadable(path: string, cause: NodeJS.ErrnoException): PeriodicalError {
  const why: Record<string, string> = { ENOENT: "there is no such file", EACCES: "permission was denied" };
  return new PeriodicalError(
    "IMPORT_REJECTED",
    `${path} cannot be read: ${why[cause.code ?? ""] ?? cause.code ?? cause.message}.`,
    {
      where: path,
      hint: "Check the path and its permissions.",
      cause,
    },
  );
}
