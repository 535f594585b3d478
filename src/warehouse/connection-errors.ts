import { PeriodicalError } from "../errors.ts";

/** What is known about the server that could not be reached. */
export interface Peer {
  /** `host:port/database`, never with a password. */
  name: string;
  user: string;
  where: string;
  passwordFrom: string;
  embedded: boolean;
}

interface DriverError {
  message?: string;
  code?: string;
  errors?: readonly DriverError[];
}

/** An error of connecting as the operator should read it. */
export function connectionError(error: unknown, peer: Peer): PeriodicalError {
  if (error instanceof PeriodicalError) return error;
  const { problem, hint } = explain(first(error as DriverError), peer);
  return new PeriodicalError("WAREHOUSE_UNREACHABLE", `${problem.replace(/\.$/, "")}.`, {
    hint,
    where: peer.where,
    cause: error,
  });
}

/** A host with several addresses gives one error for each of them. */
function first(error: DriverError): DriverError {
  return error.errors?.[0] ?? error;
}

/** True when the connection itself is gone, so that the transaction cannot be ended properly. */
export function isConnectionLost(error: unknown): boolean {
  const { code = "", message = "" } = error as DriverError;
  return (
    ["57P01", "57P02", "57P03", "ECONNRESET", "EPIPE", "ECONNREFUSED", "ENOENT", "ETIMEDOUT"].includes(code) ||
    code.startsWith("08") ||
    /Connection terminated|not queryable|Client was closed/.test(message)
  );
}

function explain({ code = "", message = "" }: DriverError, peer: Peer): { problem: string; hint: string } {
  const { name, user, where, passwordFrom } = peer;
  const at = `the warehouse at ${name}`;
  if (peer.embedded) {
    return {
      problem: `The embedded PostgreSQL does not answer: ${message}`,
      hint: "Run the command again; if it happens again, see .periodical/postgres.log.",
    };
  }
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { problem: `The host of ${at} is not known`, hint: `Check the host name in ${where}.` };
    case "ECONNREFUSED":
    case "ENOENT":
      return {
        problem: `Nothing listens at ${name}`,
        hint: `Check host and port in ${where}, and that the server runs.`,
      };
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return {
        problem: `Cannot reach ${at}`,
        hint: "Check the network, VPN and firewall between here and the server.",
      };
    case "28P01":
      return {
        problem: `The warehouse at ${name} refuses the password of user "${user}"`,
        hint: `Set the right password in the environment variable ${passwordFrom}.`,
      };
    case "28000":
      return {
        problem: `The warehouse at ${name} does not let user "${user}" in: ${message}`,
        hint: /no encryption|SSL off/.test(message)
          ? "The server wants encryption: set warehouse.tls.mode in periodical.yaml."
          : `Check the user in ${where}, and pg_hba.conf on the server.`,
      };
    case "3D000":
      return { problem: `There is no database for ${name}: ${message}`, hint: `Check the database name in ${where}.` };
    case "42501":
      return {
        problem: `User "${user}" may not connect to ${name}`,
        hint: `Ask for: GRANT CONNECT ON DATABASE … TO "${user}".`,
      };
    case "53300":
      return {
        problem: `The warehouse at ${name} takes no more connections`,
        hint: "Lower warehouse.pool in periodical.yaml, or raise max_connections on the server.",
      };
    case "57P03":
      return { problem: `The warehouse at ${name} is starting up or shutting down`, hint: "Try again in a minute." };
  }
  if (/SASL|password must be a string|client password/.test(message)) {
    return {
      problem: `The warehouse at ${name} wants a password for user "${user}" and there is none`,
      hint: `Set the environment variable ${passwordFrom}.`,
    };
  }
  if (/does not support SSL/.test(message)) {
    return {
      problem: `The warehouse at ${name} does not offer encryption`,
      hint: "Switch TLS on at the server, or set warehouse.tls.mode to disable in periodical.yaml.",
    };
  }
  if (/timeout expired/.test(message)) {
    return {
      problem: `No answer from ${at}`,
      hint: "Check the network, VPN and firewall between here and the server.",
    };
  }
  const tls = tlsProblem(code, message);
  if (tls !== null) {
    return { problem: `The encrypted connection to ${at} failed: ${tls.problem}`, hint: tls.hint };
  }
  return { problem: `Cannot connect to ${at}: ${message}`, hint: `Check ${where}.` };
}

function tlsProblem(code: string, message: string): { problem: string; hint: string } | null {
  const ca = "Set warehouse.tls.ca_file to the certificate authority of the server.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return {
      problem: "its certificate is for another host name",
      hint: "Use the name in the certificate as host, or a certificate that names this host.",
    };
  }
  if (code === "CERT_HAS_EXPIRED") return { problem: "its certificate has expired", hint: "Renew it on the server." };
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED|INVALID_CA/.test(code)) {
    return { problem: "its certificate is not signed by an authority known here", hint: ca };
  }
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code.startsWith("CERT_") || /SSL|TLS/.test(message)) {
    return { problem: message, hint: `Check warehouse.tls in periodical.yaml. ${ca}` };
  }
  return null;
}
