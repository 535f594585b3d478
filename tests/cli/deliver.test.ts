import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ran, runCli } from "../helpers/cli.ts";
import {
  fileFixture,
  type MailServer,
  smtpError,
  startMailServer,
  startWebServer,
  type WebServer,
  writeDeliveryProject,
} from "../helpers/delivery.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";

let database: TestDatabase & { close(): Promise<void> };
let server: MailServer;
let hook: WebServer;
/** What the mail server does; each test says it anew. */
let behave: NonNullable<NonNullable<Parameters<typeof startMailServer>[0]>["at"]> = () => undefined;
let hookAnswer: () => { status: number; text: string } = () => ({ status: 200, text: '{"errcode":0}' });
const EDITION = "monthly/2026-10/all";
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const environment = (): NodeJS.ProcessEnv => ({ ...database.env, WECOM_URL: `${hook.url}/send?key=very-secret-key` });
const cli = (...args: string[]): Promise<Ran> => runCli([...args, "--project", database.root], { env: environment() });

const PROJECT = (smtpPort: number, more = ""): string => `delivery:
  from: { address: reports@example.com }
  owner: owner@example.com
  retry: { attempts: 2, backoff_s: 0.2 }
  smtp: { host: localhost, port: ${smtpPort}, security: none, timeout_s: 20 }
${more}`;
const REPORT = `delivery:
  recipients: [{ to: [wang@example.com, lee@example.com], cc: [kim@example.com] }]
  channels: [{ channel: wecom }, { channel: share }]`;
const SECTIONS = `channels:
  wecom: { kind: wecom, url_env: WECOM_URL }
  share: { kind: folder, folder: share }
`;
const EVERYBODY = ["kim@example.com", "lee@example.com", "wang@example.com"];

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startMailServer({ at: (...given) => behave(...given) });
  hook = await startWebServer((_, response) => {
    const { status, text } = hookAnswer();
    response.writeHead(status).end(text);
  });
  await writeDeliveryProject(database.root, { project: PROJECT(server.port), report: REPORT, sections: SECTIONS });
  await fileFixture(database.root, { charts: false });
});
afterAll(async () => {
  await server.stop();
  await hook.stop();
  await database.close();
});
beforeEach(() => {
  behave = () => undefined;
  hookAnswer = () => ({ status: 200, text: '{"errcode":0}' });
});
afterEach(async () => {
  server.received.length = 0;
  hook.requests.length = 0;
  await database.warehouse.knex.raw("truncate periodical.delivery").catch(() => undefined);
});

const served = (): string[] => server.received.flatMap(({ to }) => to).sort();

interface Told {
  sent: { recipient: string }[];
  failed: unknown[];
  givenUp: { recipient: string; response: string }[];
  before: unknown[];
  waiting: unknown[];
  refused: unknown[];
  toldOwner: number;
}
const told = ({ stdout }: Ran): Told => JSON.parse(stdout) as Told;

describe("deliver", () => {
  it("writes what would be sent, and sends nothing, even where delivery is switched off", async () => {
    const project = PROJECT(server.port, "  enabled: false");
    await writeDeliveryProject(database.root, { project, report: REPORT, sections: SECTIONS });
    const refused = await cli("deliver", EDITION);
    const dry = await cli("deliver", "monthly/2026-10", "--dry-run", "--json");
    await writeDeliveryProject(database.root, { project: PROJECT(server.port), report: REPORT, sections: SECTIONS });
    expect(refused.code).toBe(18);
    expect(refused.stderr).toContain("nothing was sent");
    expect(dry.code, dry.stderr).toBe(0);
    const folder = join(database.root, "output/delivery", EDITION, "r1");
    expect((await readdir(folder)).sort()).toEqual([
      "kim@example.com.eml",
      "lee@example.com.eml",
      "share_monthly_2026-10_en.pdf",
      "wang@example.com.eml",
      "wecom.json",
    ]);
    const mail = await new PostalMime().parse(await readFile(join(folder, "kim@example.com.eml")));
    expect(mail.to?.map(({ address }) => address)).toEqual(["wang@example.com", "lee@example.com"]);
    expect(mail.attachments).toHaveLength(1);
    expect([served(), hook.requests]).toEqual([[], []]);
    const { rows } = await database.warehouse.knex.raw("select to_regclass('periodical.delivery') as ledger");
    expect(rows).toEqual([{ ledger: null }]);
  });

  it("serves everybody once, says so again, and lists it", async () => {
    const first = await cli("deliver", EDITION, "--by", "quality team", "--json");
    expect(first.code, first.stderr).toBe(0);
    expect(told(first).sent).toHaveLength(5);
    expect(served()).toEqual(EVERYBODY);
    expect(await readdir(join(database.root, "share"))).toEqual(["monthly_2026-10_en.pdf"]);
    expect(hook.requests).toHaveLength(1);
    const second = await cli("deliver", EDITION);
    expect(second.stdout).toContain("0 served, 5 served before.");
    expect(server.received).toHaveLength(3);
    const listed = await cli("deliveries", "monthly/2026-10");
    expect(listed.stdout).toMatch(/r1 +mail +wang@example\.com +sent +1 .*250/);
    const { rows } = await database.warehouse.knex.raw("select * from periodical.delivery");
    expect(JSON.stringify([first, second, listed, rows])).not.toContain("very-secret-key");
  });

  it("to others: only those; what is no address is refused", async () => {
    expect((await cli("deliver", EDITION, "--to", "new@example.com", "--locale", "zh-CN")).code).toBe(0);
    expect(served()).toEqual(["new@example.com"]);
    expect(server.received[0]?.mail.subject).toContain("2026年10月");
    const wrong = await cli("deliver", EDITION, "--to", "New <new@example.com>");
    expect(wrong.code).toBe(2);
    expect((await cli("deliver", EDITION, "--to", "new@example.com", "--locale", "fr")).code).toBe(14);
  });

  it("tells the owner once what was given up, and serves it when it is asked for again", async () => {
    behave = (stage, address) => {
      if (stage === "rcpt" && address === "lee@example.com") throw smtpError(550, "no such user");
    };
    hookAnswer = () => ({ status: 200, text: '{"errcode":93000,"errmsg":"invalid webhook url"}' });
    const first = await cli("deliver", EDITION, "--json");
    expect(first.code).toBe(17);
    expect(
      told(first)
        .givenUp.map(({ recipient }) => recipient)
        .sort(),
    ).toEqual(["lee@example.com", "wecom"]);
    expect(told(first).toldOwner).toBe(2);
    const [letter] = server.mailbox("owner@example.com");
    expect(letter?.mail.text).toMatch(/lee@example\.com \(mail, 1 attempt\): 550 no such user/);
    expect(letter?.mail.text).toContain("93000");
    behave = () => undefined;
    hookAnswer = () => ({ status: 200, text: '{"errcode":0}' });
    const again = await cli("deliver", EDITION, "--retry", "--json");
    expect(again.code, again.stderr).toBe(0);
    expect(server.mailbox("lee@example.com")).toHaveLength(1);
    expect(server.mailbox("wang@example.com")).toHaveLength(1);
    expect(server.mailbox("owner@example.com")).toHaveLength(1);
  });

  it("waits for what failed for now until it is settled", async () => {
    let tries = 0;
    behave = (stage, address) => {
      if (stage !== "rcpt" || address !== "kim@example.com") return;
      tries += 1;
      if (tries === 1) throw smtpError(451, "later");
    };
    const ran = await cli("deliver", EDITION, "--wait", "--json");
    expect(ran.code, ran.stderr).toBe(0);
    expect(tries).toBe(2);
    expect(served()).toEqual(EVERYBODY);
  });
});

describe("several processes and killed ones", () => {
  it("two at once serve each reader once", async () => {
    behave = async (stage) => {
      if (stage === "data") await sleep(150);
    };
    const [one, two] = await Promise.all([
      cli("deliver", EDITION, "--wait", "--json"),
      cli("deliver", EDITION, "--wait", "--json"),
    ]);
    expect([one.code, two.code], one.stderr + two.stderr).toEqual([0, 0]);
    expect(served()).toEqual(EVERYBODY);
    expect(hook.requests).toHaveLength(1);
    expect(told(one).sent.length + told(two).sent.length).toBe(5);
  });

  it("stopped by Ctrl-C: what is on its way is finished and noted, nothing else is begun", async () => {
    const reached = Promise.withResolvers<void>();
    behave = async (stage) => {
      if (stage !== "data") return;
      reached.resolve();
      await sleep(700);
    };
    const child = start("deliver", EDITION);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await reached.promise;
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    const { rows } = await database.warehouse.knex.raw(
      "select recipient from periodical.delivery where status = 'sent'",
    );
    const noted = rows
      .map(({ recipient }: { recipient: string }) => recipient)
      .filter((one: string) => one.includes("@"));
    expect(served()).toEqual(noted.sort());
    expect(noted.length).toBeLessThan(3);
  });

  it("killed before the mail is out: the next run sends it at once, and only once", async () => {
    const reached = Promise.withResolvers<void>();
    behave = (stage) => {
      if (stage !== "rcpt") return undefined;
      reached.resolve();
      return new Promise(() => undefined);
    };
    const victim = start("deliver", EDITION);
    await reached.promise;
    await kill(victim);
    behave = () => undefined;
    const ran = await cli("deliver", EDITION, "--json");
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    expect(served()).toEqual(EVERYBODY);
  });

  it("killed between the server's 250 and our note of it: a second copy, under the same Message-ID", async () => {
    const client = await database.warehouse.knex.client.acquireConnection();
    const accepted = Promise.withResolvers<void>();
    behave = async (stage, address) => {
      if (stage !== "received" || address !== "wang@example.com") return;
      // Holds back the note, so that the kill falls between answer and note.
      await client.query("begin; select * from periodical.delivery for update");
      accepted.resolve();
    };
    const victim = start("deliver", EDITION, "--to", "wang@example.com");
    await accepted.promise;
    await waitForNote();
    await kill(victim);
    await client.query("rollback");
    await database.warehouse.knex.client.releaseConnection(client);
    behave = () => undefined;
    expect((await cli("deliver", EDITION, "--to", "wang@example.com")).code).toBe(0);
    const copies = server.mailbox("wang@example.com");
    expect(copies).toHaveLength(2);
    expect(new Set(copies.map(({ mail }) => mail.messageId)).size).toBe(1);
  });
});

/** Until the process waits for the rows that the test holds: it has its 250. */
async function waitForNote(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const { rows } = await database.warehouse.knex.raw<{ rows: unknown[] }>(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%SET status%' and datname = current_database()",
    );
    if (rows.length > 0) return;
    await sleep(50);
  }
  throw new Error("nobody waits to write the note");
}

function start(...args: string[]): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(process.execPath, [MAIN, ...args, "--project", database.root], {
    env: { PATH, HOME, ...environment() },
    stdio: "ignore",
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
