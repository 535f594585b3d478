import { createHmac } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { drop } from "../../src/deliver/channels/folder.ts";
import { bodyFor, type ChannelKind } from "../../src/deliver/channels/formats.ts";
import { judge, post } from "../../src/deliver/channels/post.ts";
import { dingtalkAddress, feishuSigned } from "../../src/deliver/channels/sign.ts";
import type { Content } from "../../src/deliver/content.ts";
import { startWebServer, type WebServer } from "../helpers/delivery.ts";

const NASTY = "<!channel> *all* [x](http://evil.example) & <b>";
const CONTENT: Content = {
  locale: "en",
  subject: "Review: 66, Acceptable",
  organisation: "Test",
  title: `Review ${NASTY}`,
  subtitle: "October 2026",
  headline: NASTY,
  score: { value: "66", outOf: "/ 100", band: "Acceptable", tone: "caution" },
  changes: [],
  lines: [],
  strengths: [{ value: "98%", label: "Calls answered", text: NASTY, tone: "good" }],
  weaknesses: [{ value: "73%", label: "Solved", text: "11 pts below target", tone: "concern" }],
  measures: [{ title: "Night post", who: "Head of service", details: "Head of service · due 30 Dec 2026" }],
  charts: [],
  restated: null,
  document: { name: "review.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF") },
  documentNote: "attached",
  link: "https://reports.example/monthly/2026-10",
  linkText: "Open the full report",
  foot: ["Data as of 31 Oct 2026"],
  labels: { strengths: "Strengths", weaknesses: "Weaknesses", recommended: "What we recommend", colon: ": " },
};
const IDENTITY = { edition: "monthly/2026-10/all", revision: 1, messageId: "abc@example.com" };
const body = (kind: ChannelKind, content = CONTENT): Record<string, unknown> => bodyFor(kind, content, IDENTITY);

const KINDS: ChannelKind[] = ["webhook", "slack", "teams", "wecom", "dingtalk", "feishu"];

describe("formats", () => {
  it.each(KINDS)("%s says score, findings, measure and link", (kind) => {
    const text = JSON.stringify(body(kind));
    for (const part of ["66", "Calls answered", "11 pts below target", "Night post", CONTENT.link ?? ""])
      expect(text).toContain(part);
  });

  it.each<ChannelKind>(["slack", "teams", "wecom", "dingtalk"])("%s shows markup in the data as text", (kind) => {
    // A Slack header is plain text, where nothing is markup.
    const { blocks = [], ...rest } = body(kind) as { blocks?: { type: string }[] };
    const text = JSON.stringify([rest, blocks.filter(({ type }) => type === "section")]);
    expect(text).not.toContain("<!channel>");
    expect(text).not.toContain(kind === "slack" ? "<b>" : "[x](http");
  });

  it("keeps to what each service takes, however long the texts", () => {
    const long = "长".repeat(5000);
    const rows = [1, 2, 3].map(() => ({ value: "1", label: long, text: long, tone: "good" }));
    const content: Content = { ...CONTENT, headline: "Short", strengths: rows, weaknesses: rows };
    const wecom = (body("wecom", content).markdown as { content: string }).content;
    expect(Buffer.byteLength(wecom)).toBeLessThanOrEqual(4096);
    expect(wecom).toContain(CONTENT.link);
    const blocks = body("slack", content).blocks as { type: string; text?: { text: string } }[];
    for (const { type, text } of blocks)
      expect(text?.text.length ?? 0).toBeLessThanOrEqual(type === "header" ? 150 : 3000);
    expect(Buffer.byteLength(JSON.stringify(body("dingtalk", content)))).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(JSON.stringify(body("feishu", content)))).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(JSON.stringify(body("teams", content)))).toBeLessThanOrEqual(28_000);
  });

  it("brings no bytes of the document and no drawing along", () => {
    expect(body("webhook")).toMatchObject({
      id: "abc@example.com",
      edition: "monthly/2026-10/all",
      document: { name: "review.pdf", mediaType: "application/pdf", bytes: 4 },
    });
    expect(body("webhook")).not.toHaveProperty("charts");
  });
});

describe("signatures", () => {
  const now = new Date("2026-11-22T01:00:00.500Z");

  // python3: base64.b64encode(hmac.new(b"SECabc", b"1795309200500\nSECabc", hashlib.sha256).digest())
  it("DingTalk's is over time and secret, in the address", () => {
    const url = dingtalkAddress(new URL("https://oapi.dingtalk.com/robot/send?access_token=T"), "SECabc", now);
    expect(url.searchParams.get("timestamp")).toBe("1795309200500");
    expect(url.searchParams.get("sign")).toBe("eRT4wkLL8lpkyw3G0//DEj63L+O82VF2gEXAKysmLdE=");
    expect(url.searchParams.get("access_token")).toBe("T");
  });

  // python3: base64.b64encode(hmac.new(b"1795309200\nsecret", b"", hashlib.sha256).digest())
  it("Feishu's is over nothing, keyed by time and secret", () => {
    expect(feishuSigned("secret", now)).toEqual({
      timestamp: "1795309200",
      sign: "Sj7t8f3Y/IbeQ8hQ0tk23tiYy8xgmxjZ6jlB/8bWwXI=",
    });
  });
});

describe("posting", () => {
  let server: WebServer;
  afterEach(() => server.stop());
  const send = (kind: ChannelKind, path: string, secret?: string) =>
    post(
      { kind, url: `${server.url}${path}`, secret, body: body(kind), idempotencyKey: "abc", timeoutMs: 300 },
      new Date("2026-11-22T01:00:00Z"),
    );

  it("a webhook can check who sent it, and that it is the same again", async () => {
    server = await startWebServer((_, response) => response.end("thanks"));
    expect(await send("webhook", "/hook", "shared")).toEqual({ accepted: true, response: "200 thanks" });
    const [request] = server.requests;
    const [, seconds, hex] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers["x-periodical-signature"])) ?? [];
    expect(hex).toBe(createHmac("sha256", "shared").update(`${seconds}.${request?.body}`).digest("hex"));
    expect(request?.headers["idempotency-key"]).toBe("abc");
    expect(JSON.parse(request?.body ?? "")).toMatchObject({ type: "periodical.edition.delivered" });
  });

  it("a signed Feishu message carries time and signature, a DingTalk address does", async () => {
    server = await startWebServer((path, response) =>
      response.end(path.startsWith("/f") ? '{"code":0}' : '{"errcode":0}'),
    );
    expect((await send("feishu", "/f", "secret")).accepted).toBe(true);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({
      timestamp: "1795309200",
      msg_type: "interactive",
    });
    expect((await send("dingtalk", "/d?access_token=T", "SECabc")).accepted).toBe(true);
    expect(server.requests[1]?.path).toMatch(/^\/d\?access_token=T&timestamp=1795309200000&sign=/);
  });

  it("follows no redirect, waits no longer than told, and tells no secret", async () => {
    server = await startWebServer((path, response, sent) => {
      if (path.startsWith("/away")) response.writeHead(302, { location: "http://evil.example/" }).end();
      else if (path.startsWith("/echo")) response.writeHead(400).end(`bad token in ${path} ${sent.slice(0, 20)}`);
    });
    expect(await send("slack", "/away")).toMatchObject({ accepted: false, permanent: true });
    expect(await send("slack", "/hang")).toEqual({
      accepted: false,
      permanent: false,
      response: "no answer within 0.3 s",
    });
    const told = await send("wecom", "/echo?key=693a91f6-secret-key");
    expect(told).toMatchObject({ accepted: false, permanent: true });
    expect(told.response).not.toContain("693a91f6");
    await server.stop();
    const gone = await send("slack", "/services/T000/B000/secret");
    expect(gone).toMatchObject({ accepted: false, permanent: false });
    expect(gone.response).not.toContain("B000");
    server = await startWebServer((_, response) => response.end());
  });
});

describe("what an answer means", () => {
  const RATE = '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}';
  it.each<[ChannelKind, number, string, "accepted" | "later" | "never"]>([
    ["webhook", 204, "", "accepted"],
    ["webhook", 503, "", "later"],
    ["webhook", 429, "", "later"],
    ["webhook", 410, "gone", "never"],
    ["slack", 200, "ok", "accepted"],
    ["slack", 404, "no_service", "never"],
    ["teams", 202, "", "accepted"],
    ["teams", 200, "1", "accepted"],
    [
      "teams",
      200,
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
      "later",
    ],
    [
      "teams",
      200,
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 403",
      "never",
    ],
    ["wecom", 200, '{"errcode":0,"errmsg":"ok"}', "accepted"],
    ["wecom", 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', "never"],
    ["wecom", 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', "later"],
    ["wecom", 200, "<html>proxy login</html>", "later"],
    ["dingtalk", 200, '{"errcode":0,"errmsg":"ok"}', "accepted"],
    ["dingtalk", 200, '{"errcode":310000,"errmsg":"sign not match"}', "never"],
    ["dingtalk", 200, RATE, "later"],
    ["feishu", 200, '{"code":0,"msg":"success","data":{}}', "accepted"],
    ["feishu", 200, '{"StatusCode":0,"StatusMessage":"success"}', "accepted"],
    [
      "feishu",
      200,
      '{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}',
      "never",
    ],
    ["feishu", 200, '{"code":11232,"msg":"frequency limited"}', "later"],
    ["feishu", 200, "{}", "later"],
  ])("%s %i %s: %s", (kind, status, answer, meaning) => {
    const handed = judge(kind, status, answer);
    expect(handed.accepted ? "accepted" : handed.permanent ? "never" : "later").toBe(meaning);
  });
});

describe("a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "drop-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("gets a file whole, once, and never in the place of another", async () => {
    const target = join(folder, "new/folder");
    expect(await drop(target, "a.pdf", Buffer.from("one"))).toEqual({ accepted: true, response: "written: a.pdf" });
    expect(await drop(target, "a.pdf", Buffer.from("one"))).toEqual({
      accepted: true,
      response: "there already: a.pdf",
    });
    expect(await drop(target, "a.pdf", Buffer.from("two"))).toMatchObject({ accepted: false, permanent: true });
    expect(await readFile(join(target, "a.pdf"), "utf8")).toBe("one");
    expect(await readdir(target)).toEqual(["a.pdf"]);
  });

  it("that cannot be written to may be mended later", async () => {
    await writeFile(join(folder, "file"), "");
    await mkdir(join(folder, "other"));
    expect(await drop(join(folder, "file", "below"), "a.pdf", Buffer.from("x"))).toMatchObject({
      accepted: false,
      permanent: false,
    });
  });
});
