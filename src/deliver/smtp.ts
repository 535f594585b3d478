import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { SmtpConfig } from "../config/schema/delivery.ts";
import { PeriodicalError } from "../errors.ts";
import { SENDING_S } from "../state/deliveries.ts";
import { accepted, failedForNow, type Handed, refused, withoutSecrets } from "./sent.ts";

/** Hands mails to the project's server. */
export interface Mailer {
  send(mail: SendMailOptions): Promise<Handed>;
  close(): void;
}

/**
 * Opens the way to the mail server; nothing is connected before the first mail.
 *
 * @throws {PeriodicalError} CONFIG_INVALID when a password, key or certificate that is named is not there
 */
export async function openMailer(settings: SmtpConfig, root: string, env: NodeJS.ProcessEnv): Promise<Mailer> {
  const { host, port, security, user, password_env, ca_file, pool, timeout_s, dkim } = settings;
  const password = user === undefined ? undefined : fromEnv(env, password_env, "delivery.smtp.password_env");
  const key = dkim === undefined ? undefined : await dkimKey(dkim, root, env);
  const ca = ca_file === undefined ? undefined : await fileOf(root, ca_file, "delivery.smtp.ca_file");
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    ...(dkim === undefined || key === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: key } }),
    maxConnections: pool,
    // A mail whose connection broke may have been accepted: only the ledger decides whether it goes again.
    maxRequeues: 0,
    connectionTimeout: timeout_s * 1000,
    greetingTimeout: timeout_s * 1000,
    socketTimeout: timeout_s * 1000,
    dnsTimeout: timeout_s * 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    async send(mail) {
      try {
        const info = await transport.sendMail({ ...mail, signal: AbortSignal.timeout(SENDING_S * 1000) });
        return accepted(info.response);
      } catch (error) {
        const told = handed(error as SmtpError);
        return { ...told, response: withoutSecrets(told.response, [password]) };
      }
    },
    close: () => transport.close(),
  };
}

/** What nodemailer tells of a failure. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/**
 * Whether a failure may pass. Only what the server says for good (5xx, RFC 5321 4.2.1) about this sender, this recipient
 * or this message is final: a refused login or greeting concerns everybody and is mended by the operator.
 */
function handed(error: SmtpError): Handed {
  const { code, command = "", response, responseCode, message } = error;
  const text = response ?? `${message}${code === undefined ? "" : ` (${code})`}`;
  const aboutMessage = /^(MAIL FROM|RCPT TO|DATA)/.test(command);
  if (aboutMessage && responseCode !== undefined && responseCode >= 500 && responseCode !== 530) return refused(text);
  // Nodemailer's own refusals of an address or a message, before the server was asked.
  if (command === "API" && (code === "EENVELOPE" || code === "EMESSAGE")) return refused(text);
  return failedForNow(text);
}

async function dkimKey(
  { key_env, key_file }: NonNullable<SmtpConfig["dkim"]>,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (key_env !== undefined) return fromEnv(env, key_env, "delivery.smtp.dkim.key_env");
  return (await fileOf(root, key_file ?? "", "delivery.smtp.dkim.key_file")).toString("utf8");
}

/** @throws {PeriodicalError} CONFIG_INVALID naming the variable, never its value */
export function fromEnv(env: NodeJS.ProcessEnv, name: string, where: string): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  throw new PeriodicalError("CONFIG_INVALID", `The environment variable ${name} is not set.`, {
    where,
    hint: "Set it for the process that delivers; secrets do not stand in configuration files.",
  });
}

async function fileOf(root: string, file: string, where: string): Promise<Buffer> {
  return readFile(resolve(root, file)).catch((cause: unknown) => {
    throw new PeriodicalError("CONFIG_INVALID", `${file} cannot be read.`, {
      where,
      hint: "Name a PEM file, relative to the project.",
      cause,
    });
  });
}
