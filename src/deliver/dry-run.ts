import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { DeliveryConfig } from "../config/schema/delivery.ts";
import type { Config } from "../config/schema/index.ts";
import { makeFolder, unwritable } from "../folders.ts";
import type { Delivery, NewDelivery } from "../state/deliveries.ts";
import { bodyFor } from "./channels/formats.ts";
import { mailFor } from "./mail.ts";
import { MAIL } from "./recipients.ts";
import type { MessageWorkshop } from "./workshop.ts";

/** One message that was written instead of being sent. */
export interface WrittenMessage {
  channel: string;
  recipient: string;
  locale: string;
  files: string[];
}

/**
 * Writes what would be sent: mails as `.eml`, to be opened with any mail program, messages to services as `.json`, unsigned,
 * for a folder the documents. Nothing is connected, no secret is needed, the ledger stays as it is.
 */
export async function dryRun(
  config: Config,
  settings: DeliveryConfig,
  workshop: MessageWorkshop,
  deliveries: readonly NewDelivery[],
  folder: string,
): Promise<WrittenMessage[]> {
  await makeFolder(folder);
  const written: WrittenMessage[] = [];
  for (const delivery of deliveries) {
    const { channel, recipient, particulars } = delivery;
    const files = await filesOf(config, settings, workshop, delivery);
    for (const { name, bytes } of files) {
      await writeFile(join(folder, name), bytes).catch((error: unknown) => {
        throw unwritable(`${name} could not be written`, folder, error);
      });
    }
    written.push({
      channel,
      recipient,
      locale: particulars.locale,
      files: files.map(({ name }) => join(folder, name)),
    });
  }
  return written;
}

async function filesOf(
  config: Config,
  settings: DeliveryConfig,
  workshop: MessageWorkshop,
  delivery: NewDelivery,
): Promise<{ name: string; bytes: Uint8Array | string }[]> {
  const { channel, recipient, particulars } = delivery;
  const asked = { ...delivery, locale: particulars.locale };
  if (channel === MAIL) {
    const stream = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
    const mail = mailFor(delivery as Delivery, await workshop.mail(asked), settings, new Date());
    const { message } = await stream.sendMail(mail);
    return [{ name: `${recipient.replaceAll(/[^A-Za-z0-9@.+_-]/g, "-")}.eml`, bytes: message as Buffer }];
  }
  const kind = config.channels[channel]?.kind;
  if (kind === undefined || kind === "folder") {
    const documents = await workshop.documents(asked);
    return documents.map(({ name, bytes }) => ({ name: `${channel}_${name}`, bytes }));
  }
  const body = bodyFor(kind, await workshop.content(asked), delivery);
  return [{ name: `${channel}.json`, bytes: `${JSON.stringify(body, null, 2)}\n` }];
}
