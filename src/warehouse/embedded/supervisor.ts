import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { preparePrograms } from "./binaries.ts";
import { Clients } from "./clients.ts";
import { DATABASE, ensureCluster, SUPERUSER } from "./cluster.ts";
import { controlAnswers, openControl } from "./control.ts";
import { explainFailure, type Failure } from "./failure.ts";
import { makeSocketFolder, type ServerFolders, serverFolders } from "./folders.ts";
import { type ServerIdentity, serverIdentity } from "./identity.ts";
import { endLeftovers, removeStalePid } from "./leftovers.ts";
import { tryLock } from "./lock.ts";
import { findBinaries } from "./platform.ts";
import { ServerFailure } from "./programs.ts";
import { startServer } from "./server.ts";

/** The server stays this long after its last client, so that the next command finds it running. */
const LINGER_MS = 1_000;
const LOG_LIMIT_BYTES = 4_000_000;

/**
 * Looks after the embedded server of one project, as a process of its own that whichever client comes first has started:
 * lock → control socket → what an earlier server left → data folder → server → wait until nobody uses it → stop.
 *
 * @returns why there is no server, or null when all went well or another supervisor does the work
 */
export async function supervise(projectRoot: string): Promise<Failure | null> {
  const undo: (() => void)[] = [];
  const clients = new Clients();
  try {
    const folders = serverFolders(projectRoot);
    const unlock = await waitForLock(folders);
    if (unlock === null) return null;
    undo.push(unlock);
    const identity = serverIdentity(folders.root, folders.data);
    const log = openLog(folders, identity);
    const socketFolder = makeSocketFolder(folders, identity);
    undo.push(() => rmSync(socketFolder, { recursive: true, force: true }));
    for (const name of readdirSync(socketFolder)) rmSync(join(socketFolder, name), { force: true });
    const closeControl = await openControl(folders, join(socketFolder, "control"), identity, clients);
    undo.push(closeControl, () => clients.close());

    const progress = (text: string): void => clients.tell({ type: "progress", text });
    const programs = preparePrograms(findBinaries(), identity, [join(folders.base, "cache")]);
    const context = { folders, identity, programs, log };
    await endLeftovers(folders.data, () => progress("Waiting for the clients of an earlier server"));
    if (existsSync(folders.data)) removeStalePid(folders.data);
    await ensureCluster(context, progress);
    const server = await startServer(context, socketFolder);
    clients.tell({
      type: "ready",
      address: { host: socketFolder, port: 5432, user: SUPERUSER, database: DATABASE },
    });
    await Promise.race([server.ended, clients.allGone(LINGER_MS), stopSignal()]);
    // From here on nobody may come: who tries now starts the next supervisor, which waits for this one's lock.
    closeControl();
    await server.stop();
    return null;
  } catch (error) {
    const failure = error instanceof ServerFailure ? error.failure : explainFailure((error as Error).message, "start");
    process.stderr.write(`supervisor: ${error instanceof ServerFailure ? failure.message : (error as Error).stack}\n`);
    clients.tell({ type: "failed", failure });
    // Who is connecting just now has to hear it as well.
    await sleep(50);
    return failure;
  } finally {
    for (const step of undo.reverse()) step();
  }
}

/** A server that is being stopped after a large import writes for a while. */
const LOCK_PATIENCE_MS = 150_000;

/**
 * @returns null when a living supervisor already serves the project
 * @throws {ServerFailure} when somebody holds the lock and does not answer
 */
async function waitForLock(folders: ServerFolders): Promise<(() => void) | null> {
  for (const end = performance.now() + LOCK_PATIENCE_MS; performance.now() < end; await sleep(20)) {
    const unlock = tryLock(folders.lock);
    if (unlock !== null) return unlock;
    if (await controlAnswers(folders)) return null;
  }
  throw new ServerFailure({
    message: "Another process holds the embedded PostgreSQL of this project and does not answer.",
    hint: "Perhaps it runs in another container: use the project from one of them, or set DATABASE_URL.",
  });
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

/** Where the process that started the supervisor listens for why it could not work. */
const FAILURE_DESCRIPTOR = 3;

const [script, root] = process.argv.slice(1);
if (script === import.meta.filename && root !== undefined) {
  const failure = await supervise(root);
  try {
    if (failure !== null) writeSync(FAILURE_DESCRIPTOR, JSON.stringify(failure));
  } catch {
    // Nobody listens any more.
  }
  process.exit(failure === null ? 0 : 1);
}
