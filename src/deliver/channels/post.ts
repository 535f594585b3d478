import { accepted, failedForNow, type Handed, refused, withoutSecrets } from "../sent.ts";
import type { ChannelKind } from "./formats.ts";
import { dingtalkAddress, feishuSigned, signedHeaders } from "./sign.ts";

/** A message on its way to a service. */
export interface Post {
  kind: ChannelKind;
  /** A secret: whoever knows it can write to the channel. */
  url: string;
  secret: string | undefined;
  body: Record<string, unknown>;
  /** The same at every attempt. */
  idempotencyKey: string;
  timeoutMs: number;
}

/** An answer is read no further. */
const ANSWER_BYTES = 65_536;

/** Posts a message and reads in the service's own words whether it was taken. Redirects are not followed. */
export async function post({ kind, url, secret, body, idempotencyKey, timeoutMs }: Post, now: Date): Promise<Handed> {
  const known = [url, secret, new URL(url).pathname, ...new URL(url).searchParams.values()];
  const tell = (text: string): string => withoutSecrets(text, known);
  const address =
    kind === "dingtalk" && secret !== undefined ? dingtalkAddress(new URL(url), secret, now) : new URL(url);
  const signed = kind === "feishu" && secret !== undefined ? { ...feishuSigned(secret, now), ...body } : body;
  const text = JSON.stringify(signed);
  try {
    const response = await fetch(address, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Periodical",
        ...(kind === "webhook" ? { "Idempotency-Key": idempotencyKey } : {}),
        ...(kind === "webhook" && secret !== undefined ? signedHeaders(secret, text, now) : {}),
      },
      body: text,
    });
    const answer = await start(response);
    const told = judge(kind, response.status, answer);
    return { ...told, response: tell(told.response) };
  } catch (error) {
    const { name, message, cause } = error as Error;
    if (name === "TimeoutError") return failedForNow(`no answer within ${timeoutMs / 1000} s`);
    return failedForNow(tell(cause instanceof Error ? cause.message : message));
  }
}

async function start(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size >= ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Codes by which a service says "later": too many messages, or itself overloaded. */
const LATER: Readonly<Record<string, readonly number[]>> = {
  wecom: [-1, 45009],
  dingtalk: [-1, 130101, 90030],
  feishu: [2200, 11232],
};

/** Three services answer 200 to a message they refuse; what counts stands in the body. */
export function judge(kind: ChannelKind, status: number, answer: string): Handed {
  const said = `${status} ${answer}`;
  if (status === 429 || status === 408 || status >= 500) return failedForNow(said);
  if (status >= 300 && status < 400) return refused(`${status}: it leads to another address, which is not followed`);
  if (status >= 400) return refused(said);
  switch (kind) {
    case "webhook":
      return accepted(said);
    case "slack":
      return answer.trim() === "ok" ? accepted(said) : refused(said);
    case "teams":
      // The older webhooks report what went wrong behind them with a 200.
      if (/HTTP error 429|throttled/i.test(answer)) return failedForNow(said);
      return /failed|error/i.test(answer) ? refused(said) : accepted(said);
    case "wecom":
    case "dingtalk":
    case "feishu":
      return judgeCode(kind, said, answer);
  }
}

function judgeCode(kind: string, said: string, answer: string): Handed {
  let code: unknown;
  try {
    const told = JSON.parse(answer) as { errcode?: unknown; code?: unknown; StatusCode?: unknown };
    code = kind === "feishu" ? (told.code ?? told.StatusCode) : told.errcode;
  } catch {
    // Something between us and the service answered.
    return failedForNow(said);
  }
  if (code === 0) return accepted(said);
  return typeof code !== "number" || LATER[kind]?.includes(code) ? failedForNow(said) : refused(said);
}
