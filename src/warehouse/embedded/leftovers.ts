import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A process of an earlier server on the same data folder. */
export interface Leftover {
  pid: number;
  /** True for the postmaster, false for its children. */
  main: boolean;
}

/**
 * Processes that still work on a data folder: every PostgreSQL process has it as working directory. Zombies do not count:
 * where process 1 does not reap (containers), they stay for ever and hold nothing. Without /proc only the postmaster is
 * found; PostgreSQL itself refuses to start beside its children.
 */
export function findLeftovers(dataFolder: string): Leftover[] {
  const data = statSync(dataFolder, { throwIfNoEntry: false });
  if (data === undefined) return [];
  const main = mainProcess(dataFolder);
  if (process.platform !== "linux") return main !== null && isPostgres(main) ? [{ pid: main, main: true }] : [];
  const found: Leftover[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || !isPostgres(pid)) continue;
    try {
      const folder = statSync(`/proc/${pid}/cwd`);
      if (folder.ino === data.ino && folder.dev === data.dev) found.push({ pid, main: pid === main });
    } catch {
      // Ended meanwhile, or somebody else's: not on our data folder.
    }
  }
  return found;
}

/**
 * Ends what is left of an earlier server, gently first: its clients may still be at work, and lose their connections only
 * when they do not finish within `patienceMs`.
 *
 * @returns when none of its processes is left
 */
export async function endLeftovers(dataFolder: string, onWait: () => void, patienceMs = 60_000): Promise<void> {
  if (findLeftovers(dataFolder).length > 0) onWait();
  const steps: { signal: NodeJS.Signals; waitMs: number; all: boolean }[] = [
    { signal: "SIGTERM", waitMs: patienceMs, all: false },
    { signal: "SIGINT", waitMs: 30_000, all: false },
    { signal: "SIGQUIT", waitMs: 5_000, all: true },
    { signal: "SIGKILL", waitMs: 5_000, all: true },
  ];
  for (const { signal, waitMs, all } of steps) {
    const left = findLeftovers(dataFolder);
    if (left.length === 0) return;
    const hasMain = left.some((process) => process.main);
    // Children without their postmaster end by themselves, but a busy one only after its statement.
    if (!hasMain && !all) continue;
    for (const { pid, main } of left) if (main || all) signalIfThere(pid, signal);
    for (const end = performance.now() + waitMs; performance.now() < end; await sleep(10)) {
      if (findLeftovers(dataFolder).length === 0) return;
    }
  }
}

/**
 * Removes `postmaster.pid` when the process it names is no PostgreSQL any more (a zombie, or another program that got
 * the number): PostgreSQL would take it for a running server. Call after `endLeftovers`, holding the lock.
 */
export function removeStalePid(dataFolder: string): void {
  const pid = mainProcess(dataFolder);
  if (pid !== null && !isPostgres(pid)) rmSync(join(dataFolder, "postmaster.pid"), { force: true });
}

function mainProcess(dataFolder: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** True for a living process whose program is called postgres; false for zombies. */
function isPostgres(pid: number): boolean {
  try {
    if (process.platform !== "linux") {
      return /postgres\s*$/.test(execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }));
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    return name.startsWith("postgres") && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile.
  }
}
