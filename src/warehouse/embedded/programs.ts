import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Programs } from "./binaries.ts";
import { explainFailure, type Failure } from "./failure.ts";
import type { ServerFolders } from "./folders.ts";
import type { ServerIdentity } from "./identity.ts";

/** A start that did not succeed for a reason the operator can do something about. */
export class ServerFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What every step of the supervisor needs. */
export interface ServerContext {
  folders: ServerFolders;
  identity: ServerIdentity;
  programs: Programs;
  /** File descriptor of the log, open for appending. */
  log: number;
}

/**
 * Name under which a server of another user finds a data folder that lies below a folder closed to it (root's home): the
 * open folder itself, inherited as descriptor 3. Where there is no /proc, the path has to do.
 */
export function openDataFolder(data: string): { path: string; descriptor: number } {
  const descriptor = openSync(data, "r");
  return { path: process.platform === "linux" && existsSync(dirname(INHERITED)) ? INHERITED : data, descriptor };
}

const INHERITED = "/proc/self/fd/3";

/** What the server says about its data folder, with the name people know it by. */
export function withRealName(output: string, data: string): string {
  return output.replaceAll(INHERITED, data);
}

/** Nothing of the caller's environment reaches the server: PG* variables would change it, secrets have no business there. */
export function serverEnvironment(programs: Programs): NodeJS.ProcessEnv {
  return { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", ...programs.env };
}

/**
 * Runs a program of the server on a data folder to its end.
 *
 * @throws {ServerFailure} when it does not succeed; all it printed goes to the log
 */
export async function runOnFolder(
  context: ServerContext,
  command: readonly [program: string, ...before: string[]],
  data: string,
  args: readonly string[],
  input = "",
): Promise<void> {
  const { identity, programs } = context;
  const folder = openDataFolder(data);
  const [program, ...before] = command;
  const child = spawn(program, [...before, "-D", folder.path, ...args], {
    cwd: "/",
    env: serverEnvironment(programs),
    stdio: ["pipe", "pipe", "pipe", folder.descriptor],
    ...(identity.elevated ? { uid: identity.uid, gid: identity.gid } : {}),
  });
  closeSync(folder.descriptor);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const status = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      output += explainSpawnError(error);
      resolve(null);
    });
  });
  if (status === 0) return;
  writeSync(context.log, `${output}\n`);
  throw new ServerFailure(explainFailure(withRealName(output, context.folders.data), "create its data folder"));
}

export function explainSpawnError(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "FATAL: its programs do not run here; they need a system with glibc (not musl).";
  return `FATAL: ${error.message}`;
}
