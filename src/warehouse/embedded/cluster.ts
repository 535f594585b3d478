import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { runOnFolder, type ServerContext, ServerFailure } from "./programs.ts";

/** Major version of the binaries; a data folder belongs to one. */
const MAJOR = "18";
export const SUPERUSER = "periodical";
export const DATABASE = "warehouse";

/**
 * Creates the database cluster if there is none: beside its place and moved there when complete, so that an interrupted
 * first start leaves nothing that looks like data.
 *
 * @throws {ServerFailure}
 */
export async function ensureCluster(context: ServerContext, progress: (text: string) => void): Promise<void> {
  const { data } = context.folders;
  if (existsSync(data) && readdirSync(data).length > 0) return checkCluster(context);
  progress("Creating the embedded warehouse (first start)");
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  chownSync(draft, context.identity.uid, context.identity.gid);
  // The collation is PostgreSQL's own: the bundled ICU is old, and the system's changes with the system.
  const options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"];
  await runOnFolder(context, [context.programs.initdb], draft, [...options, "--no-instructions"]);
  await runOnFolder(
    context,
    [context.programs.postgres, "--single"],
    draft,
    ["postgres"],
    `CREATE DATABASE ${DATABASE}\n`,
  );
  rmSync(data, { recursive: true, force: true });
  renameSync(draft, data);
}

function checkCluster({ folders, identity }: ServerContext): void {
  const { data } = folders;
  const hint = "Move .periodical/postgres away and import the data again, or set DATABASE_URL to a server of your own.";
  const file = join(data, "PG_VERSION");
  if (!existsSync(file)) throw new ServerFailure({ message: `${data} is not the data folder of a PostgreSQL.`, hint });
  const version = readFileSync(file, "utf8").trim();
  if (version !== MAJOR) {
    const message = `${data} was made by PostgreSQL ${version}; the embedded one is ${MAJOR}.`;
    throw new ServerFailure({ message, hint });
  }
  if (identity.elevated) giveTo(data, identity.uid, identity.gid);
  // A copy may have come with other rights than the server accepts.
  chmodSync(data, 0o700);
}

/** A folder copied or restored by root belongs to root: the server could not read it. */
function giveTo(data: string, uid: number, gid: number): void {
  if (statSync(data).uid === uid && statSync(join(data, "PG_VERSION")).uid === uid) return;
  chownSync(data, uid, gid);
  for (const name of readdirSync(data, { recursive: true })) chownSync(join(data, String(name)), uid, gid);
}
