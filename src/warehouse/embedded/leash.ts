import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import type { ServerIdentity } from "./identity.ts";

/**
 * The server must not outlive its supervisor, however that one ends. Linux can promise it: the kernel sends the server
 * SIGTERM (finish with the clients that are connected, take no new ones, end) when its parent dies.
 *
 * @returns the command to put in front of the server's, or null when there is no working `setpriv`
 */
export function findLeash(identity: ServerIdentity): string[] | null {
  if (process.platform !== "linux") return null;
  const user = identity.elevated ? [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, "--clear-groups"] : [];
  const leash = ["setpriv", "--pdeathsig", "TERM", ...user, "--"];
  const probe = spawnSync("setpriv", [...leash.slice(1), "true"], { stdio: "ignore" });
  return probe.status === 0 ? leash : null;
}

/** Without a leash, a shell waits for the end of a pipe that only the supervisor holds open. */
export function startWatchdog(pid: number, serverEnded: Promise<void>): void {
  const watchdog: ChildProcess = spawn("/bin/sh", ["-c", 'read -r _; kill -TERM "$1"', "sh", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watchdog.once("error", () => undefined);
  // Later the number could be somebody else's.
  void serverEnded.then(() => watchdog.kill("SIGKILL"));
}
