import { DatabaseSync } from "node:sqlite";

/**
 * Takes an exclusive lock that the kernel releases when the process ends, however it ends. Node has no file locks; SQLite
 * does, on all platforms, and needs no more than an empty file for it.
 *
 * @returns the function that releases the lock, or null when somebody else holds it
 */
export function tryLock(file: string): (() => void) | null {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return () => database.close();
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

const SQLITE_BUSY = 5;
