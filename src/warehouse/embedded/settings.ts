import { statfsSync, statSync } from "node:fs";
import { totalmem } from "node:os";

const MEBIBYTE = 1024 * 1024;

/**
 * Settings of the embedded server, for reports over millions of rows on a small machine. They are given on the command
 * line at every start, so that a new version of Periodical can change them without touching anybody's data folder.
 */
export function serverSettings(socketFolder: string): Record<string, string> {
  const memoryMiB = Math.floor(totalmem() / MEBIBYTE);
  return {
    // Nobody but the owner of the socket's folder can connect.
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    port: "5432",
    max_connections: "60",

    shared_buffers: `${Math.max(32, Math.min(256, Math.floor(memoryMiB / 8)))}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(memoryMiB / 2))}MB`,
    work_mem: memoryMiB >= 4096 ? "64MB" : "16MB",
    maintenance_work_mem: memoryMiB >= 4096 ? "256MB" : "64MB",
    huge_pages: "off",
    dynamic_shared_memory_type: sharedMemoryIsLarge() ? "posix" : "mmap",

    // Not included in the binaries, and slower for statements of this size.
    jit: "off",
    max_parallel_workers_per_gather: "2",
    max_parallel_workers: "2",
    max_parallel_maintenance_workers: "2",
    random_page_cost: "1.1",

    // A row that was acknowledged must survive anything.
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    // No replicas: a table loaded in the transaction that created it needs no second copy in the log.
    wal_level: "minimal",
    max_wal_senders: "0",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",

    // A statement ends when its client is gone, so that a killed process leaves no work behind.
    client_connection_check_interval: "1000",

    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    datestyle: "ISO, MDY",
    logging_collector: "off",
    log_checkpoints: "off",
    log_min_messages: "warning",
    // Errors of statements reach the client, who reports them; data does not belong into the log.
    log_min_error_statement: "panic",
  };
}

/** Parallel queries exchange rows through /dev/shm, which containers often limit to 64 MB or close; then files are used. */
function sharedMemoryIsLarge(): boolean {
  if (process.platform !== "linux") return true;
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    const forEverybody = (statSync("/dev/shm").mode & 0o002) !== 0;
    return forEverybody && bavail * bsize >= 512 * MEBIBYTE;
  } catch {
    return false;
  }
}
