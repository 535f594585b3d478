import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { openArchive } from "../../src/archive/edition-archive.ts";
import { fileRevision } from "../../src/archive/file-revision.ts";
import type { FiledManifest } from "../../src/archive/manifest.ts";
import { loadLocale } from "../../src/compose/locale.ts";
import type { Model } from "../../src/compose/model.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { type Delivered, deliverDue, deliverySettings } from "../../src/deliver/deliver.ts";
import { openMessenger } from "../../src/deliver/hand-over.ts";
import { type Lookup, recipientsOf } from "../../src/deliver/recipients.ts";
import { createWorkshop, type MessageWorkshop, templateFolders } from "../../src/deliver/workshop.ts";
import { prepareFonts } from "../../src/render/fonts.ts";
import { enterDeliveries } from "../../src/state/deliveries.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { fixtureModel } from "./model.ts";
import { CACHE, TEMPLATES } from "./printing.ts";
import { SMALL_CONFIG } from "./project.ts";

const TLS = join(import.meta.dirname, "..", "fixtures", "tls");
export const CA_FILE = join(TLS, "ca.pem");

/** Writes the small project with what it says about delivery: of the project, of the report, and further sections. */
export async function writeDeliveryProject(
  root: string,
  parts: { project: string; report: string; sections?: string },
): Promise<void> {
  const indent = (text: string, by: string): string => text.replaceAll(/^(?=.)/gm, by);
  const files = {
    "periodical.yaml": `organisation: Test\ntimezone: Asia/Shanghai\nlocales: [en, zh-CN]\n${parts.project}\n`,
    "config/service.yaml": `${SMALL_CONFIG}${indent(parts.report, "    ")}\n`,
    "config/delivery.yaml": parts.sections ?? "{}\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

/** Files an edition made by hand: delivering needs neither browser nor warehouse data. */
export async function fileFixture(
  root: string,
  options: {
    period?: string;
    scope?: Record<string, string>;
    revision?: number;
    organisation?: string;
    title?: string;
    pdfBytes?: number;
    html?: boolean;
    /** Without them nothing has to be drawn. */
    charts?: boolean;
  } = {},
): Promise<FiledManifest> {
  const { period = "2026-10", scope = {}, revision = 1, pdfBytes = 2000, html = false } = options;
  const config = await loadConfig(root);
  const { root: _root, fingerprint, project, ...files } = config;
  const { delivery: _delivery, warehouse: _warehouse, ...shown } = project;
  const [pair] = Object.entries(scope);
  const name = pair === undefined ? "all" : `${pair[0]}=${pair[1]}`;
  const id = `monthly/${period}/${name}`;
  const models = (["en", "zh-CN"] as const).map((locale): Model => {
    const model = fixtureModel({
      locale,
      ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
    });
    const title = options.title === undefined ? {} : { title: options.title };
    if (options.charts === false) {
      model.charts = {};
      for (const section of model.sections) if (section.id === "summary") section.scoreChart = null;
    }
    return { ...model, edition: { ...model.edition, id, report: "monthly", period, scope: name, revision, ...title } };
  });
  const file = (fileName: string, content: string | Uint8Array) => ({ name: fileName, bytes: Buffer.from(content) });
  const hash = "0".repeat(64);
  return fileRevision(
    openArchive(config),
    {
      edition: { id, report: "monthly", period, scope, revision },
      reason: revision === 1 ? "first" : "restated",
      takenAt: "2026-11-01T01:00:00Z",
      figures: 3,
      madeWith: { periodical: "0.1.0", browser: "Chrome/1", config: hash, templates: hash, fonts: hash },
      files: [
        ...models.flatMap((model) => {
          const stem = `monthly_${period}_${model.edition.locale}`;
          return [
            file(`${stem}.pdf`, `%PDF-1.7 ${model.edition.locale}`.padEnd(pdfBytes, ".")),
            ...(html ? [file(`${stem}.html`, "<!doctype html>")] : []),
            file(`model.${model.edition.locale}.json`, JSON.stringify(model)),
          ];
        }),
        file("snapshot.json", "{}"),
        file("config.json", JSON.stringify({ fingerprint, project: shown, files, customSpecs: {} })),
      ],
    },
    { at: new Date("2026-11-01T02:00:00Z"), by: "test" },
  );
}

/** Delivers a filed edition as the command does, in this process. */
export async function deliver(
  root: string,
  warehouse: Warehouse,
  manifest: FiledManifest,
  env: NodeJS.ProcessEnv = {},
  signal = new AbortController().signal,
): Promise<Delivered> {
  const config = await loadConfig(root);
  const settings = deliverySettings(config);
  const workshop = testWorkshop(config);
  const lookup: Lookup = (query, member) => warehouse.read((session) => session.query(query, [member]));
  const { edition } = manifest;
  const { deliveries } = await recipientsOf(config, edition, lookup);
  await enterDeliveries(warehouse, deliveries, "test");
  const messenger = openMessenger(config, settings, workshop, { env, now: () => new Date() });
  try {
    return await deliverDue(
      settings,
      warehouse,
      messenger,
      { edition: edition.id, revision: edition.revision },
      signal,
    );
  } finally {
    messenger.close();
  }
}

/** Messages made with the shipped templates and the fonts of all tests. */
export const testWorkshop = (config: Config): MessageWorkshop =>
  createWorkshop(config, {
    store: openArchive(config),
    cacheDir: CACHE,
    templates: templateFolders(config.root, TEMPLATES),
    fonts: () => prepareFonts(CACHE),
    loadLocale: (locale) => loadLocale(locale),
  });

/** A mail as it lies in a mailbox. */
export interface Received {
  to: string[];
  from: string;
  secure: boolean;
  user: string | undefined;
  raw: Buffer;
  mail: Email;
}

export interface MailServer {
  port: number;
  received: Received[];
  /** Mails by the recipient of their envelope. */
  mailbox(address: string): Received[];
  stop(): Promise<void>;
}

type Stage = "rcpt" | "data" | "received";

/**
 * A real SMTP server on the loopback interface.
 *
 * @param at is asked at each stage; an error it throws is the server's answer, a promise that never ends makes it hang
 */
export async function startMailServer(
  options: SMTPServerOptions & {
    at?: (stage: Stage, address: string, session: { drop: () => void }) => Promise<void> | void;
  } = {},
): Promise<MailServer> {
  const { at = () => undefined, ...rest } = options;
  const received: Received[] = [];
  const sockets = new Set<{ destroy(): void; remotePort?: number | undefined }>();
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    key: readFileSync(join(TLS, "server.key")),
    cert: readFileSync(join(TLS, "server.pem")),
    onRcptTo({ address }, session, callback) {
      void answer(async () => at("rcpt", address, { drop: () => drop(session.remotePort) }), callback);
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const dropping = { drop: () => drop(session.remotePort) };
        void answer(async () => {
          await at("data", to[0] ?? "", dropping);
          const raw = Buffer.concat(parts);
          const sender = session.envelope.mailFrom;
          received.push({
            to,
            from: sender === false ? "" : sender.address,
            secure: session.secure,
            user: session.user,
            raw,
            mail: await new PostalMime().parse(raw),
          });
          await at("received", to[0] ?? "", dropping);
        }, callback);
      });
    },
    ...rest,
  });
  const drop = (port: number): void => {
    for (const socket of sockets) if (socket.remotePort === port) socket.destroy();
  };
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // A client that is killed, or a connection that is dropped on purpose.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    received,
    mailbox: (wanted) => received.filter(({ to }) => to.includes(wanted)),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

async function answer(ask: () => Promise<void> | void, callback: (error?: Error | null) => void): Promise<void> {
  try {
    await ask();
    callback();
  } catch (error) {
    callback(error as Error);
  }
}

/** An SMTP answer to be thrown. */
export const smtpError = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

export interface WebServer {
  url: string;
  requests: { path: string; headers: IncomingMessage["headers"]; body: string }[];
  stop(): Promise<void>;
}

/** An HTTP server that keeps what it is sent. */
export async function startWebServer(
  respond: (path: string, response: ServerResponse, body: string) => void,
): Promise<WebServer> {
  const requests: WebServer["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      requests.push({ path: request.url ?? "", headers: request.headers, body });
      respond(request.url ?? "", response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
