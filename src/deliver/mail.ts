import { createHash } from "node:crypto";
import type { SendMailOptions } from "nodemailer";
import type { DeliveryConfig } from "../config/schema/delivery.ts";
import type { Delivery } from "../state/deliveries.ts";
import type { ChartImage } from "./chart-images.ts";
import type { Content } from "./content.ts";

/** All of a mail that is the same for every reader of one language. */
export interface MailBody {
  content: Content;
  html: string;
  text: string;
  images: readonly (ChartImage & { cid: string })[];
}

/** Names a picture for one mail; stable, so that the same revision gives the same mail. */
export const cidOf = (edition: string, revision: number, chart: string): string =>
  `${createHash("sha256")
    .update(JSON.stringify([edition, revision, chart]))
    .digest("hex")
    .slice(0, 20)}@periodical`;

/**
 * The mail for one recipient. Its head names those the entry names, its envelope this one recipient only: so each has an
 * outcome of its own, and a `bcc` is in nobody's head, not even its own.
 */
export function mailFor(delivery: Delivery, body: MailBody, settings: DeliveryConfig, date: Date): SendMailOptions {
  const { content, html, text, images } = body;
  const { to = [], cc = [] } = delivery.particulars.mail ?? {};
  const sender = mailbox(settings.from);
  return {
    messageId: `<${delivery.messageId}>`,
    date,
    from: sender,
    ...(settings.reply_to === undefined ? {} : { replyTo: settings.reply_to }),
    // A head without any reader is written so (RFC 5322, A.1.3).
    to: to.length === 0 ? "undisclosed-recipients:;" : to.map(mailbox),
    cc: cc.map(mailbox),
    envelope: { from: settings.from.address, to: [delivery.recipient] },
    subject: content.subject,
    text,
    html,
    textEncoding: "base64",
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": content.locale,
      "X-Periodical-Edition": encodeURI(`${delivery.edition}/r${delivery.revision}`),
    },
    attachments: [
      ...images.map(({ cid, png, id }) => ({
        filename: `${id.replaceAll(/[^A-Za-z0-9_-]+/g, "-")}.png`,
        contentType: "image/png",
        contentDisposition: "inline" as const,
        cid,
        content: Buffer.from(png),
      })),
      ...(content.document === null
        ? []
        : [
            {
              filename: content.document.name,
              contentType: content.document.mediaType,
              content: Buffer.from(content.document.bytes),
            },
          ]),
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** As an object, never as text that would be parsed again. */
const mailbox = ({ address, name }: { address: string; name?: string | null | undefined }) => ({
  address,
  name: name ?? "",
});
