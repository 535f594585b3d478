import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import type { FiledManifest } from "../archive/manifest.ts";
import { isAllowed } from "../config/allowed-domains.ts";
import {
  type Addressee,
  MailAddress,
  type NamedAddress,
  type Recipients,
  type Scopes,
} from "../config/schema/delivery.ts";
import type { Config } from "../config/schema/index.ts";
import type { Delivery, Mailbox, NewDelivery } from "../state/deliveries.ts";

type Edition = FiledManifest["edition"];

/** An address that a warehouse query returned for a member. */
export interface FoundAddress {
  address: unknown;
  name?: unknown;
  locale?: unknown;
}

/** Asks the warehouse for the addresses of a member. */
export type Lookup = (query: string, member: string) => Promise<readonly FoundAddress[]>;

/** Who gets an edition, and who was named but may not. */
export interface Resolved {
  deliveries: NewDelivery[];
  refused: { recipient: string; reason: string }[];
}

/** Mail goes by this channel. */
export const MAIL = "mail";

/**
 * Whom the report's `delivery` names for a filed revision. An address is served once, as it is named first; every entry
 * has its own head, so that readers of one do not see those of another.
 */
export async function recipientsOf(config: Config, edition: Edition, lookup: Lookup): Promise<Resolved> {
  const report = config.reports[edition.report];
  const { recipients = [], channels = [] } = report?.delivery ?? {};
  const usual = (report?.locales ?? config.project.locales)[0] ?? "en";
  const result: Resolved = { deliveries: [], refused: [] };
  for (const entry of recipients) {
    const named = await namedFor(config, entry, edition, lookup, result);
    if (named !== null) addMail(config, edition, named, entry.locale ?? usual, result);
  }
  for (const { channel, locale, scopes } of channels) {
    if (!isMeant(scopes, edition.scope)) continue;
    add(config, result, edition, channel, channel, { locale: locale ?? usual });
  }
  return result;
}

/** Mail to addresses that were named on the command line, instead of those configured. */
export function recipientsAsked(
  config: Config,
  edition: Edition,
  addresses: readonly string[],
  locale: string | undefined,
): Resolved {
  const report = config.reports[edition.report];
  const result: Resolved = { deliveries: [], refused: [] };
  const usual = locale ?? (report?.locales ?? config.project.locales)[0] ?? "en";
  addMail(config, edition, { to: [...addresses], cc: [], bcc: [] }, usual, result);
  return result;
}

/** Those who were served the revision before and are not among the others: they hold figures that were restated. */
export function formerRecipients(
  config: Config,
  edition: Edition,
  before: readonly Delivery[],
  others: Resolved,
): Resolved {
  const result: Resolved = { deliveries: [...others.deliveries], refused: [...others.refused] };
  for (const { status, channel, recipient, particulars } of before) {
    if (status !== "sent") continue;
    if (channel !== MAIL || isAllowed(recipient, config.project.delivery?.allowed_domains))
      add(config, result, edition, channel, recipient, particulars);
    else result.refused.push({ recipient, reason: "outside of delivery.allowed_domains" });
  }
  return result;
}

interface Named {
  to: NamedAddress[];
  cc: NamedAddress[];
  bcc: NamedAddress[];
}

/** The addresses of an entry for an edition; null when it is not meant. */
async function namedFor(
  config: Config,
  entry: Recipients,
  edition: Edition,
  lookup: Lookup,
  { refused }: Resolved,
): Promise<Named | null> {
  const { by_member } = entry;
  const expand = (addressees: readonly Addressee[]): NamedAddress[] =>
    addressees.flatMap((one) => (typeof one === "object" && "group" in one ? (config.groups[one.group] ?? []) : [one]));
  const named = { to: expand(entry.to), cc: expand(entry.cc), bcc: expand(entry.bcc) };
  if (by_member === undefined) return isMeant(entry.scopes, edition.scope) ? named : null;
  const member = onlyMember(edition.scope, by_member.dimension);
  if (member === null) return null;
  if (by_member.query === undefined) {
    const listed = Object.hasOwn(by_member.addresses ?? {}, member) ? by_member.addresses?.[member] : undefined;
    return { ...named, to: [...named.to, ...expand(listed ?? [])] };
  }
  for (const { address, name, locale } of await lookup(by_member.query, member)) {
    if (MailAddress.safeParse(address).success) {
      const told = typeof name === "string" && name !== "" ? { name } : {};
      const tongue = typeof locale === "string" && locale !== "" ? { locale } : {};
      named.to.push({ address: String(address), ...told, ...tongue });
    } else {
      refused.push({ recipient: printable(address), reason: "not a mail address" });
    }
  }
  return named;
}

function addMail(config: Config, edition: Edition, named: Named, locale: string, result: Resolved): void {
  const domains = config.project.delivery?.allowed_domains;
  const allowed = (list: readonly NamedAddress[]): NamedAddress[] =>
    list.filter((one) => {
      const { address } = mailbox(one);
      if (isAllowed(address, domains)) return true;
      result.refused.push({ recipient: address, reason: "outside of delivery.allowed_domains" });
      return false;
    });
  const [to, cc, bcc] = [allowed(named.to), allowed(named.cc), allowed(named.bcc)];
  const head = { to: to.map(mailbox), cc: cc.map(mailbox) };
  for (const [role, list] of [
    ["to", to],
    ["cc", cc],
    ["bcc", bcc],
  ] as const) {
    for (const one of list) {
      const own = typeof one === "string" ? undefined : one.locale;
      add(config, result, edition, MAIL, mailbox(one).address, { locale: own ?? locale, mail: { role, ...head } });
    }
  }
}

function add(
  config: Config,
  { deliveries }: Resolved,
  { id, revision }: Edition,
  channel: string,
  recipient: string,
  particulars: NewDelivery["particulars"],
): void {
  if (deliveries.some((one) => one.channel === channel && one.recipient === recipient)) return;
  const messageId = messageIdOf({ edition: id, revision, channel, recipient }, config);
  deliveries.push({ edition: id, revision, channel, recipient, particulars, messageId });
}

/** Domains are the same in any case (RFC 4343); what stands before the @ may not be. */
function mailbox(one: NamedAddress): Mailbox {
  const { address, name = null } = typeof one === "string" ? { address: one } : one;
  return { address: `${address.slice(0, address.lastIndexOf("@"))}@${domainOf(address)}`, name };
}

function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return domainToASCII(domain) || domain.toLowerCase();
}

/**
 * The same for every attempt, so that a reader's mailbox, or its server, can drop the second of two. Without its brackets.
 */
export function messageIdOf(
  one: Pick<NewDelivery, "edition" | "revision" | "channel" | "recipient">,
  config: Pick<Config, "project">,
): string {
  const sender = config.project.delivery?.from.address ?? "";
  const text = JSON.stringify([one.edition, one.revision, one.channel, one.recipient]);
  return `${createHash("sha256").update(text).digest("hex").slice(0, 40)}@${domainOf(sender) || "periodical.invalid"}`;
}

/** Whether an edition's scope is among those meant. */
export function isMeant(scopes: Scopes, scope: Readonly<Record<string, string>>): boolean {
  const whole = Object.keys(scope).length === 0;
  if (scopes === "all") return true;
  if (scopes === "whole") return whole;
  if (scopes === "each") return !whole;
  return Object.entries(scopes).some(([dimension, members]) => {
    const member = onlyMember(scope, dimension);
    return member !== null && members.includes(member);
  });
}

/** The member of an edition that is for one member of the dimension and nothing narrower. */
function onlyMember(scope: Readonly<Record<string, string>>, dimension: string): string | null {
  return Object.keys(scope).length === 1 && Object.hasOwn(scope, dimension) ? (scope[dimension] ?? null) : null;
}

const printable = (value: unknown): string =>
  String(value ?? "(empty)")
    .replaceAll(/\p{Cc}+/gu, " ")
    .slice(0, 100);
