import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canReach, type ServerIdentity } from "./identity.ts";

/** Where the embedded server keeps its things inside a project. */
export interface ServerFolders {
  root: string;
  /** `<root>/.periodical` */
  base: string;
  /** `<root>/.periodical/postgres`: the database cluster. */
  data: string;
  /** Held by the supervisor for as long as it lives. */
  lock: string;
  /** What the server and its supervisor have to say. */
  log: string;
  /** Tells other processes where the running server is. */
  pointer: string;
}

export function serverFolders(projectRoot: string): ServerFolders {
  const root = realpathSync(projectRoot);
  const base = join(root, ".periodical");
  return {
    root,
    base,
    data: join(base, "postgres"),
    lock: join(base, "postgres.lock"),
    log: join(base, "postgres.log"),
    pointer: join(base, "postgres.json"),
  };
}

/** Written by the supervisor as soon as it listens. */
export interface ServerPointer {
  /** Process id of the supervisor, for people. */
  supervisor: number;
  /** Path of its control socket. */
  control: string;
}

/** A unix socket's path may have 107 bytes; the longest name in the folder is `.s.PGSQL.5432.lock`. */
const LONGEST_FOLDER = 107 - "/.s.PGSQL.5432.lock".length;

/**
 * Makes the private folder of the sockets: `.periodical/run` where the path is short enough and the server may reach it,
 * else a folder under the system's temporary one, named after the project.
 *
 * @throws an `Error` when somebody else already owns that folder
 */
export function makeSocketFolder(folders: ServerFolders, identity: ServerIdentity): string {
  const own = join(folders.base, "run");
  if (Buffer.byteLength(own) <= LONGEST_FOLDER && canReach(identity, folders.base)) {
    return makePrivateFolder(own, identity);
  }
  const name = `periodical-${createHash("sha256").update(folders.root).digest("hex").slice(0, 16)}`;
  const candidates = [tmpdir(), "/tmp"].filter(
    (temp) => Buffer.byteLength(join(temp, name)) <= LONGEST_FOLDER && canReach(identity, temp),
  );
  return makePrivateFolder(join(candidates[0] ?? "/tmp", name), identity);
}

/** Creates a folder that only the server's user may enter, or takes over one that already is just that. */
export function makePrivateFolder(path: string, identity: ServerIdentity): string {
  mkdirSync(dirname(path), { recursive: true });
  try {
    mkdirSync(path, { mode: 0o700 });
    chownSync(path, identity.uid, identity.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const stat = lstatSync(path);
  const mine = stat.uid === identity.uid || (identity.elevated && stat.uid === 0);
  if (!stat.isDirectory() || !mine) throw new Error(`${path} belongs to somebody else`);
  chownSync(path, identity.uid, identity.gid);
  chmodSync(path, 0o700);
  return path;
}
