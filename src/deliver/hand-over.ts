import { resolve } from "node:path";
import { isAllowed } from "../config/allowed-domains.ts";
import type { Channel, DeliveryConfig } from "../config/schema/delivery.ts";
import type { Config } from "../config/schema/index.ts";
import { PeriodicalError } from "../errors.ts";
import type { Delivery } from "../state/deliveries.ts";
import { drop } from "./channels/folder.ts";
import { bodyFor } from "./channels/formats.ts";
import { post } from "./channels/post.ts";
import { mailFor } from "./mail.ts";
import { MAIL } from "./recipients.ts";
import { accepted, type Handed, refused } from "./sent.ts";
import { fromEnv, type Mailer, openMailer } from "./smtp.ts";
import type { MessageWorkshop } from "./workshop.ts";

/** Hands deliveries over, each by its channel. */
export interface Messenger {
  send(delivery: Delivery): Promise<Handed>;
  close(): void;
}

/**
 * Opens the channels as they are needed.
 *
 * @throws {PeriodicalError} CONFIG_INVALID from `send`, when an environment variable or file that is named is missing
 */
export function openMessenger(
  config: Config,
  settings: DeliveryConfig,
  workshop: MessageWorkshop,
  world: { env: NodeJS.ProcessEnv; now: () => Date },
): Messenger {
  let mailer: Promise<Mailer> | undefined;
  const mail = async (delivery: Delivery): Promise<Handed> => {
    if (settings.smtp === undefined) throw noServer();
    // Asked again here: the list may have grown shorter since the delivery was entered.
    if (!isAllowed(delivery.recipient, settings.allowed_domains))
      return refused("not sent: outside of delivery.allowed_domains");
    mailer ??= openMailer(settings.smtp, config.root, world.env);
    const [{ send }, body] = await Promise.all([mailer, workshop.mail({ ...delivery, ...delivery.particulars })]);
    return send(mailFor(delivery, body, settings, world.now()));
  };
  return {
    async send(delivery) {
      if (delivery.channel === MAIL) return mail(delivery);
      const channel = config.channels[delivery.channel];
      if (channel === undefined) return refused(`there is no channel "${delivery.channel}" any more`);
      return channel.kind === "folder"
        ? intoFolder(config.root, channel.folder, delivery, workshop)
        : byPost(channel, delivery, workshop, world);
    },
    close: () => void mailer?.then(({ close }) => close()).catch(() => undefined),
  };
}

async function byPost(
  channel: Exclude<Channel, { kind: "folder" }>,
  delivery: Delivery,
  workshop: MessageWorkshop,
  { env, now }: { env: NodeJS.ProcessEnv; now: () => Date },
): Promise<Handed> {
  const where = `channels.${delivery.channel}`;
  const url = fromEnv(env, channel.url_env, `${where}.url_env`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new PeriodicalError("CONFIG_INVALID", `The environment variable ${channel.url_env} holds no web address.`, {
      where: `${where}.url_env`,
      hint: "Copy the address from the service, beginning with https://.",
    });
  }
  const secret = channel.secret_env === undefined ? undefined : fromEnv(env, channel.secret_env, `${where}.secret_env`);
  const content = await workshop.content({ ...delivery, ...delivery.particulars });
  const body = bodyFor(channel.kind, content, delivery);
  const timeoutMs = channel.timeout_s * 1000;
  return post({ kind: channel.kind, url, secret, body, idempotencyKey: delivery.messageId, timeoutMs }, now());
}

async function intoFolder(
  root: string,
  folder: string,
  delivery: Delivery,
  workshop: MessageWorkshop,
): Promise<Handed> {
  const documents = await workshop.documents({ ...delivery, ...delivery.particulars });
  const written: string[] = [];
  for (const { name, bytes } of documents) {
    const handed = await drop(resolve(root, folder), name, bytes);
    if (!handed.accepted) return handed;
    written.push(name);
  }
  return written.length === 0
    ? refused("no document was filed in this language")
    : accepted(`written: ${written.join(", ")}`);
}

const noServer = (): PeriodicalError =>
  new PeriodicalError("CONFIG_INVALID", "There is no mail server.", {
    where: "delivery.smtp",
    hint: "Add `delivery: {smtp: {host: …}}` to periodical.yaml, see docs/delivery.md.",
  });
