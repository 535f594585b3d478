import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Who the server runs as. PostgreSQL refuses to run as root. */
export interface ServerIdentity {
  uid: number;
  gid: number;
  /** True when this process is root and the server is another user. */
  elevated: boolean;
}

/** `nobody` on every Linux. */
const NOBODY = 65534;

/**
 * Chooses the user of the server. Not root: oneself. Root: the owner of the data folder, so that a project created by a
 * user keeps working when it is run by root once; else the owner of the project; else `nobody`.
 */
export function serverIdentity(root: string, dataFolder: string): ServerIdentity {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  if (uid !== 0) return { uid, gid, elevated: false };
  for (const path of [dataFolder, root]) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.uid !== 0) return { uid: stat.uid, gid: stat.gid, elevated: true };
  }
  return { uid: NOBODY, gid: NOBODY, elevated: true };
}

/**
 * Whether a user may pass through all folders above `path` and read the path itself (enter it, when it is a folder),
 * by owner, group and mode; access lists are not looked at. Supplementary groups do not count: the server has none.
 */
export function canReach(identity: Pick<ServerIdentity, "uid" | "gid">, path: string): boolean {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target === undefined) return false;
  if (!allows(identity, target, target.isDirectory() ? 0o5 : 0o4)) return false;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (!allows(identity, statSync(folder), 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function allows(
  identity: Pick<ServerIdentity, "uid" | "gid">,
  stat: { uid: number; gid: number; mode: number },
  bits: number,
): boolean {
  const shift = stat.uid === identity.uid ? 6 : stat.gid === identity.gid ? 3 : 0;
  return ((stat.mode >> shift) & bits) === bits;
}
