import { readFile } from "node:fs/promises";
import type { SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Delivered } from "../../src/deliver/deliver.ts";
import { type Delivery, readDeliveries, retryDeliveries } from "../../src/state/deliveries.ts";
import {
  CA_FILE,
  deliver,
  fileFixture,
  type MailServer,
  smtpError,
  startMailServer,
  writeDeliveryProject,
} from "../helpers/delivery.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";
import { withProject } from "../helpers/project.ts";

let database: TestDatabase & { close(): Promise<void> };
let server: MailServer;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(async () => {
  await server.stop();
  await database.warehouse.knex.raw("truncate periodical.delivery");
});

interface Run {
  result: Delivered;
  ledger: Delivery[];
}
interface Setup {
  security?: string;
  smtp?: string;
  project?: string;
  report?: string;
  edition?: Parameters<typeof fileFixture>[1];
  env?: NodeJS.ProcessEnv;
  /** Delivers a second revision. */
  later?: boolean;
}

const TO_TWO = `delivery:
  recipients: [{ to: [wang@example.com, lee@example.com] }]`;

/** Files an edition, then delivers it as often as `times` says. */
async function run(
  { security = "none", smtp = "", project = "", report = TO_TWO, edition, env, later }: Setup = {},
  times = 1,
): Promise<Run[]> {
  return withProject({}, async (root) => {
    await writeDeliveryProject(root, {
      project: `delivery:
  from: { address: reports@example.com, name: 北风服务质量部 }
  retry: { attempts: 3, backoff_s: 3600 }
  smtp: { host: localhost, port: ${server.port}, security: ${security}, timeout_s: 1${smtp} }
${project}`,
      report,
    });
    const first = await fileFixture(root, edition);
    const manifest = later ? await fileFixture(root, { ...edition, revision: 2 }) : first;
    const runs: Run[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      // The wait before the next attempt is over.
      await database.warehouse.knex.raw("update periodical.delivery set next_attempt = now()").catch(() => undefined);
      const result = await deliver(root, database.warehouse, manifest, env);
      runs.push({ result, ledger: await database.warehouse.read((session) => readDeliveries(session)) });
    }
    return runs;
  });
}

const states = (ledger: readonly Delivery[] = []): string[] =>
  ledger.map(({ recipient, status, attempts }) => `${recipient} ${status} ${attempts}`);

describe("a mail", () => {
  it("arrives once for each, with summary, pictures and document, and is remembered with the server's answer", async () => {
    server = await startMailServer();
    const report = `delivery:
  recipients: [{ to: [{ address: wang@example.com, name: 王敏 }], cc: [lee@example.com], bcc: [audit@example.com], locale: zh-CN }]
  file_name: { zh-CN: "{title} {period}" }`;
    const [first, second] = await run({ report, edition: { organisation: "A & B <i>GmbH</i>" } }, 2);
    expect(states(first?.ledger)).toEqual([
      "wang@example.com sent 1",
      "lee@example.com sent 1",
      "audit@example.com sent 1",
    ]);
    expect(first?.ledger[0]).toMatchObject({ response: expect.stringMatching(/^250/) as string, createdBy: "test" });
    expect(second?.result).toEqual({ sent: [], failed: [], givenUp: [] });
    expect(server.received.map(({ to }) => to).sort()).toEqual([
      ["audit@example.com"],
      ["lee@example.com"],
      ["wang@example.com"],
    ]);

    const [{ mail, raw, from } = { mail: null, raw: Buffer.of(), from: "" }] = server.mailbox("audit@example.com");
    expect(from).toBe("reports@example.com");
    expect(mail?.from).toMatchObject({ name: "北风服务质量部", address: "reports@example.com" });
    expect(mail?.to).toMatchObject([{ name: "王敏", address: "wang@example.com" }]);
    expect(mail?.cc).toMatchObject([{ address: "lee@example.com" }]);
    expect(raw.toString()).not.toContain("audit@");
    expect(mail?.subject).toBe("售后服务质量评价（2026年10月）：66 分，合格");
    expect(mail?.messageId).toBe(`<${first?.ledger[2]?.messageId}>`);
    expect(mail?.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
    expect(mail?.html).toContain("A &amp; B &lt;i&gt;GmbH&lt;/i&gt;");
    expect(mail?.html).not.toContain("<i>GmbH");
    expect(mail?.text).toContain("A & B <i>GmbH</i>");

    const pictures = mail?.attachments.filter(({ mimeType }) => mimeType === "image/png") ?? [];
    expect(pictures).toHaveLength(2);
    for (const { contentId, disposition, content } of pictures) {
      expect(disposition).toBe("inline");
      const cid = contentId?.replaceAll(/[<>]/g, "") ?? "";
      expect(mail?.html).toMatch(new RegExp(`<img src="cid:${cid}" alt="[^"]{10,}"`));
      expect(
        Buffer.from(content as ArrayBuffer)
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
    }
    const document = mail?.attachments.find(({ mimeType }) => mimeType === "application/pdf");
    expect(document?.filename).toBe("售后服务质量评价 2026年10月.pdf");
    expect(Buffer.from(document?.content as ArrayBuffer).toString()).toMatch(/^%PDF-1\.7 zh-CN\.+$/);
    expect(mail?.html).toContain("售后服务质量评价 2026年10月.pdf");
  });

  it("of one part goes to those whom the warehouse names for it, in their language", async () => {
    server = await startMailServer();
    await database.warehouse.knex.raw("create table leads (team text, address text, locale text)");
    await database.warehouse.knex.raw(
      "insert into leads values ('north''s', 'north@example.com', 'zh-CN'), ('south', 'south@example.com', 'en')",
    );
    const query = "select address, locale from leads where team = $1";
    const report = `delivery:
  recipients: [{ by_member: { dimension: team, query: "${query}" } }]`;
    const [done] = await run({ report, edition: { scope: { team: "north's" } } });
    expect(states(done?.ledger)).toEqual(["north@example.com sent 1"]);
    expect(server.received[0]?.mail.subject).toContain("全部团队");
  });

  it("of a later revision says so", async () => {
    server = await startMailServer();
    const [done] = await run({ edition: { charts: false }, later: true });
    expect(done?.ledger.every(({ revision }) => revision === 2)).toBe(true);
    expect(server.received[0]?.mail.subject).toBe("Restated: After-sales service review, October 2026: 66, Acceptable");
    expect(server.received[0]?.mail.text).toContain("This is revision 2");
  });

  it("keeps one line for one header, whatever a title holds", async () => {
    server = await startMailServer();
    const title = "Review\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>";
    await run({ edition: { title }, report: `${TO_TWO}\n  subject: "{title} [{scope}]"\n  file_name: "../{title}"` });
    const [received] = server.mailbox("wang@example.com");
    expect(received?.mail.subject).toBe("Review Bcc: evil@example.com <script>alert(1)</script>");
    expect(received?.mail.bcc).toBeUndefined();
    expect(received?.to).toEqual(["wang@example.com"]);
    expect(received?.mail.html).not.toContain("<script>");
    const name = received?.mail.attachments.find(({ mimeType }) => mimeType === "application/pdf")?.filename;
    expect(name).toBe("-Review Bcc- evil@example.com -script-alert(1)-script-.pdf");
  });

  it.each([
    ["a link instead", "  link: https://r.example/{report}/{scope}/{file}", {}, "more than the 0.001 MB", []],
    ["the smaller document", "", { html: true }, "its smaller HTML version is attached", ["text/html"]],
    ["where to ask", "", {}, "please ask the sender", []],
  ])("over the limit says so and brings %s", async (_, project, edition, said, attached) => {
    server = await startMailServer();
    await run({ project: `  attachment_limit_mb: 0.001\n${project}`, edition: { ...edition, pdfBytes: 5000 } });
    const [received] = server.mailbox("wang@example.com");
    expect(received?.mail.html).toContain(said);
    expect(received?.mail.text).toContain(said);
    const others = received?.mail.attachments.filter(({ mimeType }) => mimeType !== "image/png") ?? [];
    expect(others.map(({ mimeType }) => mimeType)).toEqual(attached);
    const link = "https://r.example/monthly/all/monthly_2026-10_en.pdf";
    expect(received?.mail.html?.includes(`href="${link}"`)).toBe(project !== "");
  });
});

describe("the server", () => {
  it.each([
    ["starttls", {}],
    ["tls", { secure: true }],
  ])("is spoken to by %s, certificate checked, with a login and a signature", async (security, options) => {
    server = await startMailServer({ ...options, authOptional: false, onAuth: authOf("reporter", "pa:ss/wörd") });
    const key = await readFile(CA_FILE.replace("ca.pem", "client.key"), "utf8");
    const secure = `, ca_file: ${CA_FILE}, user: reporter, password_env: SMTP_SECRET, dkim: { domain: example.com, selector: p1, key_env: DKIM_KEY }`;
    const env = { SMTP_SECRET: "pa:ss/wörd", DKIM_KEY: key };
    const [done] = await run({ security, smtp: secure, env });
    expect(states(done?.ledger)).toEqual(["wang@example.com sent 1", "lee@example.com sent 1"]);
    const [received] = server.received;
    expect(received).toMatchObject({ secure: true, user: "reporter" });
    const signature = received?.mail.headers.find(({ key: name }) => name === "dkim-signature")?.value;
    expect(signature).toMatch(/d=example\.com; .*s=p1/);
  });

  it("is refused when it does not encrypt, or nobody known vouches for it", async () => {
    server = await startMailServer({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    const [plain] = await run({ security: "starttls" });
    expect(states(plain?.ledger)).toEqual(["wang@example.com failed 1", "lee@example.com failed 1"]);
    await server.stop();
    server = await startMailServer({ secure: true });
    const [unknown] = await run({ security: "tls", edition: { period: "2026-08" } });
    expect(unknown?.result.failed).toHaveLength(2);
    expect(unknown?.result.failed[0]?.response).toMatch(/certificate/i);
    expect(server.received).toEqual([]);
  });
});

function authOf(user: string, password: string): NonNullable<SMTPServerOptions["onAuth"]> {
  return (auth, _, callback) => {
    if (auth.username === user && auth.password === password) callback(null, { user });
    else callback(new Error("Authentication failed"));
  };
}

describe("failures", () => {
  it.each([
    ["421", 421, "failed"],
    ["450", 450, "failed"],
    ["550", 550, "given_up"],
  ])("%s for one recipient leaves the others alone", async (_, code, status) => {
    server = await startMailServer({
      at: (stage, address) => {
        if (stage === "rcpt" && address === "wang@example.com") throw smtpError(code, "no such luck");
      },
    });
    const [first, second, third, fourth] = await run({}, 4);
    expect(states(first?.ledger)).toEqual([`wang@example.com ${status} 1`, "lee@example.com sent 1"]);
    expect(first?.ledger[0]?.response).toMatch(new RegExp(`${code}.*no such luck`));
    if (status === "failed") {
      expect(states(second?.ledger)[0]).toBe("wang@example.com failed 2");
      expect(states(third?.ledger)[0]).toBe("wang@example.com given_up 3");
    }
    expect(fourth?.result).toEqual({ sent: [], failed: [], givenUp: [] });
    expect(server.received.map(({ to }) => to)).toEqual([["lee@example.com"]]);
  });

  it("what failed for now goes again until it is accepted, as the same message", async () => {
    let tries = 0;
    server = await startMailServer({
      at: (stage, address) => {
        if (stage !== "data" || address !== "wang@example.com") return;
        tries += 1;
        if (tries < 3) throw smtpError(451, "later");
      },
    });
    const runs = await run({}, 4);
    expect(runs.map(({ ledger }) => states(ledger)[0])).toEqual([
      "wang@example.com failed 1",
      "wang@example.com failed 2",
      "wang@example.com sent 3",
      "wang@example.com sent 3",
    ]);
    expect(server.mailbox("wang@example.com")).toHaveLength(1);
  });

  it("a server that hangs is given up after its time, one that drops the line after the data is asked again", async () => {
    let dropped = 0;
    server = await startMailServer({
      at: (stage, address, { drop }) => {
        if (stage === "rcpt" && address === "lee@example.com") return new Promise(() => undefined);
        if (stage === "received" && address === "wang@example.com" && dropped === 0) {
          dropped += 1;
          drop();
        }
        return undefined;
      },
    });
    const [first, second] = await run({}, 2);
    expect(states(first?.ledger)).toEqual(["wang@example.com failed 1", "lee@example.com failed 1"]);
    expect(first?.ledger[1]?.response).toMatch(/timeout/i);
    expect(states(second?.ledger)[0]).toBe("wang@example.com sent 2");
    // It had been accepted before the line was dropped: two copies of one message, which its id tells.
    const ids = server.mailbox("wang@example.com").map(({ mail }) => mail.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it("a wrong password keeps nobody from being served once it is right, and is never written down", async () => {
    server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: authOf("reporter", "right-one"),
    });
    const smtp = ", user: reporter, password_env: SMTP_SECRET";
    const [first] = await run({ smtp, env: { SMTP_SECRET: "wrong-secret" } });
    expect(states(first?.ledger)).toEqual(["wang@example.com failed 1", "lee@example.com failed 1"]);
    expect(first?.ledger[0]?.response).toMatch(/^535/);
    expect(JSON.stringify(first)).not.toContain("wrong-secret");
    await expect(run({ smtp, edition: { period: "2026-09" } })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: "The environment variable SMTP_SECRET is not set.",
    });
    const left = await database.warehouse.read((session) =>
      readDeliveries(session, { edition: "monthly/2026-09/all" }),
    );
    expect(left.every(({ attempts, status }) => attempts === 0 && status !== "given_up")).toBe(true);
    await retryDeliveries(database.warehouse, {});
    const [served] = await run({ smtp, env: { SMTP_SECRET: "right-one" } });
    expect(states(served?.ledger).slice(0, 2)).toEqual(["wang@example.com sent 1", "lee@example.com sent 1"]);
  });

  it("a message whose every attempt ended with its process is not sent for ever", async () => {
    server = await startMailServer({
      at: (stage) => {
        if (stage === "rcpt") throw smtpError(450, "later");
      },
    });
    await withProject({}, async (root) => {
      await writeDeliveryProject(root, {
        report: TO_TWO,
        project: `delivery:
  from: { address: reports@example.com }
  retry: { attempts: 3, backoff_s: 3600 }
  smtp: { host: localhost, port: ${server.port}, security: none }`,
      });
      const manifest = await fileFixture(root, { charts: false });
      await deliver(root, database.warehouse, manifest);
      await database.warehouse.knex.raw("update periodical.delivery set attempts = 3, next_attempt = now()");
      const { givenUp } = await deliver(root, database.warehouse, manifest);
      expect(givenUp.map(({ response }) => response)).toEqual(["interrupted; 450 later", "interrupted; 450 later"]);
    });
  });

  it("sends nothing to a domain that was taken off the list after it was entered", async () => {
    server = await startMailServer({
      at: (stage) => {
        if (stage === "rcpt") throw smtpError(450, "later");
      },
    });
    await withProject({}, async (root) => {
      const parts = { report: TO_TWO };
      const project = (domains: string): string => `delivery:
  from: { address: reports@example.com }
  retry: { backoff_s: 3600 }
  allowed_domains: ${domains}
  smtp: { host: localhost, port: ${server.port}, security: none }`;
      await writeDeliveryProject(root, { ...parts, project: project("[example.com]") });
      const manifest = await fileFixture(root);
      await deliver(root, database.warehouse, manifest);
      await writeDeliveryProject(root, { report: "", project: project("[other.example]") });
      await database.warehouse.knex.raw("update periodical.delivery set next_attempt = now()");
      const { givenUp } = await deliver(root, database.warehouse, manifest);
      expect(givenUp.map(({ response }) => response)).toEqual([
        "not sent: outside of delivery.allowed_domains",
        "not sent: outside of delivery.allowed_domains",
      ]);
    });
  });
});
