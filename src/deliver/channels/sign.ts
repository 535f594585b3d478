import { createHmac } from "node:crypto";

const hmac = (key: string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * Headers that let a receiver check who sent a body and when: `X-Periodical-Signature: t=<seconds>,v1=<hex>`, the hex being
 * HMAC-SHA256 of `<seconds>.<body>`.
 */
export function signedHeaders(secret: string, body: string, now: Date): Record<string, string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return { "X-Periodical-Signature": `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`).toString("hex")}` };
}

/** DingTalk, "custom robot, additional signature": of `<milliseconds>\n<secret>`, keyed by the secret; in the address. */
export function dingtalkAddress(url: URL, secret: string, now: Date): URL {
  const signed = new URL(url);
  const milliseconds = String(now.getTime());
  signed.searchParams.set("timestamp", milliseconds);
  signed.searchParams.set("sign", hmac(secret, `${milliseconds}\n${secret}`).toString("base64"));
  return signed;
}

/** Feishu, "custom robot, signature check": of nothing, keyed by `<seconds>\n<secret>`; in the body. */
export function feishuSigned(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { timestamp, sign: hmac(`${timestamp}\n${secret}`, "").toString("base64") };
}
