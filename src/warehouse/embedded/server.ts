import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainFailure } from "./failure.ts";
import { findLeash, startWatchdog } from "./leash.ts";
import {
  explainSpawnError,
  openDataFolder,
  type ServerContext,
  ServerFailure,
  serverEnvironment,
  withRealName,
} from "./programs.ts";
import { serverSettings } from "./settings.ts";

export interface RunningServer {
  /** Resolves when the server is gone, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: running statements are cancelled, everything acknowledged is on disk afterwards. */
  stop(): Promise<void>;
}

/**
 * Starts the server as a child and waits until it accepts connections; recovery after a crash takes as long as it takes.
 *
 * @throws {ServerFailure}
 */
export async function startServer(context: ServerContext, socketFolder: string): Promise<RunningServer> {
  const { folders, identity, programs, log } = context;
  const logStart = fstatSync(log).size;
  const folder = openDataFolder(folders.data);
  const settings = Object.entries(serverSettings(socketFolder)).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const leash = findLeash(identity);
  const [command = "", ...args] = [...(leash ?? []), programs.postgres, "-D", folder.path, ...settings];
  const child = spawn(command, args, {
    cwd: "/",
    env: serverEnvironment(programs),
    stdio: ["ignore", log, log, folder.descriptor],
    // A group of its own: what is sent to the supervisor's group is not meant for the server.
    detached: true,
    ...(leash === null && identity.elevated ? { uid: identity.uid, gid: identity.gid } : {}),
  });
  closeSync(folder.descriptor);
  let gone = false;
  let spawnError = "";
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      spawnError = explainSpawnError(error);
      resolve();
    });
  }).then(() => {
    gone = true;
  });
  if (leash === null && child.pid !== undefined) startWatchdog(child.pid, ended);
  while (!gone) {
    if (isReady(folders.data, child.pid)) return { ended, stop: () => stop(child, ended, folders.data) };
    await sleep(4);
  }
  const said = spawnError || withRealName(readLog(folders.log, logStart), folders.data);
  throw new ServerFailure(explainFailure(said, "start"));
}

/** The server writes its state into the eighth line of its pid file. */
function isReady(data: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess, ended: Promise<void>, data: string): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    // Writes everything back, which takes a while after a large import. Senseless in a folder that somebody deleted.
    ["SIGINT", existsSync(join(data, "PG_VERSION")) ? 120_000 : 0],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ];
  for (const [signal, waitMs] of steps) {
    child.kill(signal);
    const timer = new AbortController();
    const done = await Promise.race([
      ended.then(() => true),
      sleep(waitMs, false, { signal: timer.signal }).catch(() => false),
    ]);
    timer.abort();
    if (done) return;
  }
}

/** What the log holds since a position, at most the last 64 KB. */
function readLog(path: string, start: number): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const from = Math.max(start, size - 65_536);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, from));
  } finally {
    closeSync(file);
  }
}
