import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { preparePrograms } from "./binaries.ts";
import { DATABASE, ensureCluster, SUPERUSER } from "./cluster.ts";
import { explainFailure } from "./failure.ts";
import { makeSocketFolder, type ServerFolders, type ServerPointer, serverFolders } from "./folders.ts";
import { type ServerIdentity, serverIdentity } from "./identity.ts";
import { endLeftovers, removeStalePid } from "./leftovers.ts";
import { tryLock } from "./lock.ts";
import { findBinaries } from "./platform.ts";
import { ServerFailure } from "./programs.ts";
import { type ControlMessage, send } from "./protocol.ts";
import { startServer } from "./server.ts";

/** The server stays this long after its last client, so that the next command finds it running. */
const LINGER_MS = 1_000;
const LOG_LIMIT_BYTES = 4_000_000;

/**
 * Looks after the embedded server of one project: takes the lock, opens the control socket, starts the server, and stops
 * it when no client is left. Runs as a process of its own, started by whichever client comes first.
 */
export async function supervise(projectRoot: string): Promise<void> {
  const folders = serverFolders(projectRoot);
  const unlock = await waitForLock(folders);
  if (unlock === null) return;
  const identity = serverIdentity(folders.root, folders.data);
  const log = openLog(folders, identity);
  const clients = new Clients();
  let closeControl = (): void => undefined;
  let socketFolder = "";
  try {
    socketFolder = makeSocketFolder(folders, identity);
    for (const name of readdirSync(socketFolder)) rmSync(join(socketFolder, name), { force: true });
    closeControl = await openControl(folders, join(socketFolder, "control"), clients);
    const programs = preparePrograms(findBinaries(), identity, [join(folders.base, "cache")]);
    const context = { folders, identity, programs, log };
    await endLeftovers(folders.data);
    if (existsSync(folders.data)) removeStalePid(folders.data);
    await ensureCluster(context, (text) => clients.tell({ type: "progress", text }));
    const server = await startServer(context, socketFolder);
    const address = { host: socketFolder, port: 5432, user: SUPERUSER, database: DATABASE };
    clients.tell({ type: "ready", address });
    await Promise.race([server.ended, clients.allGone(LINGER_MS), stopSignal()]);
    // From here on nobody may come: who tries now starts the next supervisor, which waits for this one's lock.
    closeControl();
    await server.stop();
  } catch (error) {
    const text = error instanceof Error ? `${error.message}` : String(error);
    writeSync(log, `supervisor: ${error instanceof ServerFailure ? text : ((error as Error).stack ?? text)}\n`);
    const failure = error instanceof ServerFailure ? error.failure : explainFailure(text, "start");
    clients.tell({ type: "failed", failure });
    // Who connected just now has to hear it as well.
    await sleep(50);
  } finally {
    closeControl();
    clients.close();
    if (socketFolder !== "") rmSync(socketFolder, { recursive: true, force: true });
    unlock();
  }
}

/** @returns null when a living supervisor already serves the project */
async function waitForLock(folders: ServerFolders): Promise<(() => void) | null> {
  for (const end = performance.now() + 180_000; performance.now() < end; await sleep(20)) {
    const unlock = tryLock(folders.lock);
    if (unlock !== null) return unlock;
    if (await answers(folders)) return null;
  }
  return null;
}

async function answers(folders: ServerFolders): Promise<boolean> {
  try {
    const { control } = JSON.parse(readFileSync(folders.pointer, "utf8")) as ServerPointer;
    return await new Promise<boolean>((resolve) => {
      const socket = connect(control);
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
  } catch {
    return false;
  }
}

/** Open connections of clients, and the message that a newcomer gets at once. */
class Clients {
  readonly #sockets = new Set<Socket>();
  #last: ControlMessage | null = null;
  #changed = (): void => undefined;

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        this.#sockets.delete(socket);
        this.#changed();
      });
    socket.resume();
    if (this.#last !== null) send(socket, this.#last);
    this.#changed();
  }

  tell(message: ControlMessage): void {
    this.#last = message;
    for (const socket of this.#sockets) send(socket, message);
  }

  /** Resolves when there has been no client for a while. */
  allGone(lingerMs: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.#changed = () => {
        clearTimeout(timer);
        if (this.#sockets.size === 0) timer = setTimeout(resolve, lingerMs);
      };
      this.#changed();
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroySoon();
  }
}

/** Listens, and writes down where, so that clients with another idea of the temporary folder find it. */
async function openControl(folders: ServerFolders, path: string, clients: Clients): Promise<() => void> {
  const server: Server = createServer((socket) => clients.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  chmodSync(path, 0o600);
  const { uid, gid } = statSync(join(path, ".."));
  chownSync(path, uid, gid);
  const pointer: ServerPointer = { supervisor: process.pid, control: path };
  writeFileSync(`${folders.pointer}.new`, `${JSON.stringify(pointer)}\n`);
  renameSync(`${folders.pointer}.new`, folders.pointer);
  return () => {
    rmSync(folders.pointer, { force: true });
    server.close();
  };
}

function openLog(folders: ServerFolders, identity: ServerIdentity): number {
  mkdirSync(folders.base, { recursive: true });
  if ((statSync(folders.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) truncateSync(folders.log, 0);
  const log = openSync(folders.log, "a");
  for (const path of [folders.log, folders.lock]) chownSync(path, identity.uid, identity.gid);
  return log;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    process.on("SIGHUP", () => undefined);
  });
}

const [script, root] = process.argv.slice(1);
if (script === import.meta.filename && root !== undefined) await supervise(root);
