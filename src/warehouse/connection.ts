import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type pg from "pg";
import type { Config } from "../config/schema/index.ts";
import type { TlsConfig } from "../config/schema/project.ts";
import { PeriodicalError } from "../errors.ts";

/** A server of the user's own, and how to name it in a message: without password. */
export interface ServerTarget {
  settings: pg.ClientConfig;
  /** `db.example.org:5432/warehouse` */
  name: string;
  user: string;
  /** Where the operator can change it: `DATABASE_URL` or `periodical.yaml`. */
  where: string;
  /** Environment variable that holds the password, for hints. */
  passwordFrom: string;
}

/**
 * Reads where the warehouse is: the URL in the environment wins over the fields of `periodical.yaml`.
 *
 * @returns null when neither names a server: then it is the embedded one
 * @throws {PeriodicalError} CONFIG_INVALID for an URL or a certificate file that cannot be read
 */
export function findServer(config: Pick<Config, "root" | "project">, env: NodeJS.ProcessEnv): ServerTarget | null {
  const { warehouse } = config.project;
  const url = env[warehouse.url_env];
  if (url !== undefined && url.trim() !== "") return fromUrl(url.trim(), config, env);
  if (warehouse.host === undefined) return null;
  const user = warehouse.user ?? env.PGUSER;
  if (user === undefined || warehouse.database === undefined) {
    const missing = user === undefined ? "user" : "database";
    throw new PeriodicalError("CONFIG_INVALID", `The warehouse has a host but no ${missing}.`, {
      where: `periodical.yaml: warehouse.${missing}`,
      hint: `Add warehouse.${missing}.`,
    });
  }
  return target({
    host: warehouse.host,
    port: warehouse.port,
    user,
    database: warehouse.database,
    password: env[warehouse.password_env],
    ssl: tlsOptions(warehouse.tls ?? null, config.root),
    where: "periodical.yaml: warehouse",
    passwordFrom: warehouse.password_env,
  });
}

function fromUrl(text: string, config: Pick<Config, "root" | "project">, env: NodeJS.ProcessEnv): ServerTarget {
  const { warehouse } = config.project;
  const invalid = (problem: string): PeriodicalError =>
    new PeriodicalError("CONFIG_INVALID", `${warehouse.url_env} ${problem}`, {
      where: warehouse.url_env,
      hint: "Write it as postgres://user:password@host:5432/database; special characters of the password percent-encoded.",
    });
  // `postgres://user@/db?host=/folder` names a unix socket; URL wants a host, so it gets one that is never used.
  const url = URL.parse(text.replace(/^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)(?=[/?]|$)/, "$1socket.invalid"));
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw invalid("is not a postgres:// URL.");
  const query = url.searchParams;
  const host = query.get("host") ?? decode(url.hostname.replace(/^\[(.*)\]$/, "$1"));
  const user = decode(url.username) || query.get("user") || env.PGUSER;
  const database = decode(url.pathname.slice(1)) || query.get("dbname") || user;
  const port = Number(url.port || query.get("port") || 5432);
  if (host === "socket.invalid") throw invalid("names no host.");
  if (!user || !database) throw invalid("names no user.");
  return target({
    host,
    port,
    user,
    database,
    password: decode(url.password) || query.get("password") || env[warehouse.password_env],
    ssl: tlsOptions(warehouse.tls ?? tlsOfUrl(query, invalid), config.root),
    where: warehouse.url_env,
    passwordFrom: warehouse.url_env,
  });

  function decode(part: string): string {
    try {
      return decodeURIComponent(part);
    } catch {
      throw invalid("holds a % that is not an escape.");
    }
  }
}

/** The URL's own words for encryption are those of libpq. */
function tlsOfUrl(query: URLSearchParams, invalid: (problem: string) => PeriodicalError): TlsConfig | null {
  const mode = query.get("sslmode");
  if (mode === null || mode === "disable" || mode === "allow" || mode === "prefer") return null;
  if (!["require", "verify-ca", "verify-full", "no-verify"].includes(mode)) {
    throw invalid(`has the unknown sslmode "${mode}".`);
  }
  const file = (name: string): string | undefined => query.get(name) ?? undefined;
  return {
    mode: mode === "require" || mode === "no-verify" ? "require" : "verify-full",
    ca_file: file("sslrootcert"),
    cert_file: file("sslcert"),
    key_file: file("sslkey"),
  };
}

function tlsOptions(tls: TlsConfig | null, root: string): pg.ClientConfig["ssl"] {
  if (tls === null || tls.mode === "disable") return false;
  const read = (key: "ca_file" | "cert_file" | "key_file"): string | undefined => {
    const file = tls[key];
    if (file === undefined || file === "system") return undefined;
    try {
      return readFileSync(resolve(root, file), "utf8");
    } catch (error) {
      throw new PeriodicalError("CONFIG_INVALID", `Cannot read the file of warehouse.tls.${key}: ${file}.`, {
        where: `periodical.yaml: warehouse.tls.${key}`,
        hint: "Give the path of a PEM file, relative to the project.",
        cause: error,
      });
    }
  };
  const parts = { ca: read("ca_file"), cert: read("cert_file"), key: read("key_file") };
  return {
    rejectUnauthorized: tls.mode === "verify-full",
    ...Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== undefined)),
  };
}

function target(parts: {
  host: string;
  port: number;
  user: string;
  database: string;
  password: string | undefined;
  ssl: pg.ClientConfig["ssl"];
  where: string;
  passwordFrom: string;
}): ServerTarget {
  const { host, port, user, database, password, ssl } = parts;
  return {
    // Everything is said, so that no PG* variable of the environment gets a say; a password is never asked for in a file.
    settings: { host, port, user, database, ssl, password: password ?? "" },
    name: `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`,
    user,
    where: parts.where,
    passwordFrom: parts.passwordFrom,
  };
}
