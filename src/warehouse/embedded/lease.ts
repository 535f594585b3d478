import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PeriodicalError } from "../../errors.ts";
import { readPointer } from "./control.ts";
import { explainFailure, type Failure } from "./failure.ts";
import { type ServerFolders, serverFolders } from "./folders.ts";
import { findBinaries } from "./platform.ts";
import { type EmbeddedAddress, onMessage } from "./protocol.ts";

/** The right to use the embedded server, held until it is given back or the process ends. */
export interface Lease {
  /** Where the server is; waits for a new one when the old one was lost (its supervisor was killed). */
  address(): Promise<EmbeddedAddress>;
  release(): Promise<void>;
}

interface Held {
  socket: Socket;
  address: EmbeddedAddress;
}

/**
 * Makes sure that the embedded server of a project runs, starting it if nobody has, and keeps it running.
 *
 * @throws {PeriodicalError} WAREHOUSE_UNREACHABLE when it cannot be started, INTERRUPTED when `signal` says so
 */
export async function leaseServer(projectRoot: string, options: HoldOptions = {}): Promise<Lease> {
  findBinaries();
  const folders = openFolders(projectRoot);
  let current = hold(folders, options);
  await current;
  let released = false;
  return {
    async address() {
      const held = await current;
      if (!held.socket.destroyed || released) return held.address;
      // Only the first to notice asks again; the others wait for the same answer.
      current = current.then((last) => (last === held ? hold(folders, options) : last));
      return (await current).address;
    },
    async release() {
      released = true;
      const { socket } = await current;
      socket.destroy();
    },
  };
}

function openFolders(projectRoot: string): ServerFolders {
  try {
    const folders = serverFolders(projectRoot);
    mkdirSync(folders.base, { recursive: true });
    closeSync(openSync(folders.log, "a"));
    return folders;
  } catch (error) {
    throw unreachable(explainFailure((error as Error).message, "start"));
  }
}

/** First start included, on a slow disk. */
const PATIENCE_MS = 180_000;
/** How often a supervisor is started that never answers, before giving up. */
const ATTEMPTS = 5;

interface HoldOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((text: string) => void) | undefined;
}

async function hold(folders: ServerFolders, options: HoldOptions): Promise<Held> {
  const logStart = statSync(folders.log).size;
  let supervisor: Promise<Failure | null> | null = null;
  let failure: Failure | null = null;
  let attempts = 0;
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(5)) {
    const held = await attach(folders, options);
    if (held !== null) return held;
    if (failure !== null) throw unreachable(failure);
    if (supervisor === null) {
      attempts += 1;
      if (attempts > ATTEMPTS) break;
      // It also ends at once when another process was faster and its supervisor answers.
      supervisor = startSupervisor(folders);
      void supervisor.then((reason) => {
        failure = reason;
        supervisor = null;
      });
    }
  }
  throw unreachable(explainFailure(readFileSync(folders.log, "utf8").slice(logStart), "start"));
}

/**
 * Connects to the supervisor, if there is one, and waits until its server is ready.
 *
 * @returns null when there is none, or it went away before it was ready
 */
function attach(folders: ServerFolders, { signal, onProgress }: HoldOptions): Promise<Held | null> {
  if (signal?.aborted) throw interrupted();
  const pointer = readPointer(folders);
  if (pointer === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const socket = connect(pointer.control);
    const abort = (): void => {
      socket.destroy();
      reject(interrupted());
    };
    signal?.addEventListener("abort", abort, { once: true });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      signal?.removeEventListener("abort", abort);
      resolve(null);
    });
    onMessage(socket, (message) => {
      if (message.type === "progress") onProgress?.(message.text);
      if (message.type === "failed") {
        reject(unreachable(message.failure));
        socket.destroy();
      }
      if (message.type === "ready") {
        signal?.removeEventListener("abort", abort);
        // Holding the server must not keep a process alive that has nothing else to do.
        socket.unref();
        resolve({ socket, address: message.address });
      }
    });
  });
}

/**
 * Starts the supervisor in a session of its own: no Ctrl-C and no closed terminal of ours reaches it.
 *
 * @returns when it has ended: why it could not work, or null
 */
function startSupervisor(folders: ServerFolders): Promise<Failure | null> {
  const log = openSync(folders.log, "a");
  const script = join(import.meta.dirname, `supervisor${extname(import.meta.filename)}`);
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, folders.root], {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log, "pipe"],
    // Saves most of the time such a small program takes to start.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folders.base, "cache", "node") },
  });
  closeSync(log);
  child.unref();
  const pipe = child.stdio[3] as Socket;
  pipe.unref();
  let said = "";
  pipe.on("data", (chunk) => {
    said += String(chunk);
  });
  pipe.on("error", () => undefined);
  return new Promise((resolve) => {
    child.once("close", () => resolve(said === "" ? null : (JSON.parse(said) as Failure)));
    child.once("error", (error) => resolve(explainFailure(error.message, "start")));
  });
}

function unreachable({ message, hint }: Failure): PeriodicalError {
  return new PeriodicalError("WAREHOUSE_UNREACHABLE", message, { hint, where: ".periodical/postgres" });
}

function interrupted(): PeriodicalError {
  return new PeriodicalError("INTERRUPTED", "Stopped while the embedded PostgreSQL was starting.", {
    hint: "Run the command again.",
  });
}
