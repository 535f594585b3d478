import { placeholderProblem } from "../../deliver/placeholders.ts";
import { isAllowed } from "../allowed-domains.ts";
import type { Addressee } from "../schema/delivery.ts";
import type { Config } from "../schema/index.ts";
import type { Report } from "../schema/report.ts";
import { didYouMean } from "../validate.ts";
import type { Say } from "./say.ts";

/** Groups and channels exist, languages are printed, addresses may be written to, templates name what there is. */
export function checkDelivery(config: Config, id: string, report: Report, say: Say): void {
  const { delivery } = report;
  if (delivery === undefined) return;
  const locales = report.locales ?? config.project.locales;
  const at = ["delivery"];
  const checkLocale = (locale: string | undefined, path: readonly PropertyKey[]): void => {
    if (locale === undefined || locales.includes(locale)) return;
    say(id, [...at, ...path], `The report is not printed in ${locale}.`, `Its languages: ${locales.join(", ")}.`);
  };
  const checkAddressee = (addressee: Addressee, path: readonly PropertyKey[]): void => {
    if (typeof addressee === "object" && "group" in addressee) {
      if (Object.hasOwn(config.groups, addressee.group)) return;
      const message = `There is no group "${addressee.group}".`;
      say(id, [...at, ...path, "group"], message, didYouMean(addressee.group, Object.keys(config.groups)));
      return;
    }
    if (typeof addressee === "object") checkLocale(addressee.locale, [...path, "locale"]);
    checkDomain(config, typeof addressee === "string" ? addressee : addressee.address, (message, hint) =>
      say(id, [...at, ...path], message, hint),
    );
  };
  for (const [index, entry] of delivery.recipients.entries()) {
    const here = ["recipients", index];
    checkLocale(entry.locale, [...here, "locale"]);
    for (const role of ["to", "cc", "bcc"] as const)
      for (const [place, addressee] of entry[role].entries()) checkAddressee(addressee, [...here, role, place]);
    const { by_member } = entry;
    if (by_member === undefined) continue;
    if ((by_member.addresses === undefined) === (by_member.query === undefined)) {
      const message = "Addresses by member come from `addresses` or from a `query`.";
      say(id, [...at, ...here, "by_member"], message, "Write one of the two.");
    }
    for (const [member, list] of Object.entries(by_member.addresses ?? {}))
      for (const [place, addressee] of list.entries())
        checkAddressee(addressee, [...here, "by_member", "addresses", member, place]);
  }
  for (const [index, entry] of delivery.channels.entries()) {
    checkLocale(entry.locale, ["channels", index, "locale"]);
    if (!Object.hasOwn(config.channels, entry.channel)) {
      const hint = didYouMean(entry.channel, Object.keys(config.channels));
      say(id, [...at, "channels", index, "channel"], `There is no channel "${entry.channel}".`, hint);
    }
  }
  for (const key of ["subject", "file_name"] as const) {
    const text = delivery[key];
    for (const one of text === undefined ? [] : typeof text === "string" ? [text] : Object.values(text)) {
      const problem = placeholderProblem(one, "subject");
      if (problem !== null) say(id, [...at, key], problem.message, problem.hint);
    }
  }
  const mailed = delivery.recipients.length > 0;
  const { delivery: project } = config.project;
  if ((mailed || delivery.channels.length > 0) && project === undefined) {
    const message = "Something is to be delivered, but the project says nothing about delivery.";
    say(id, at, message, "Add `delivery: {from: …, smtp: …}` to periodical.yaml, see docs/delivery.md.");
  } else if (mailed && project?.smtp === undefined) {
    say(id, [...at, "recipients"], "There is no mail server.", "Add `delivery.smtp` to periodical.yaml.");
  }
}

/** What stands in `periodical.yaml`, in `groups` and in `channels`, whoever uses it. */
export function checkDeliverySettings(config: Config, sayIn: (section: string) => Say): void {
  for (const [id, group] of Object.entries(config.groups)) {
    for (const [index, member] of group.entries()) {
      checkDomain(config, typeof member === "string" ? member : member.address, (message, hint) =>
        sayIn("groups")(id, [index], message, hint),
      );
    }
  }
  if (Object.hasOwn(config.channels, "mail"))
    sayIn("channels")("mail", [], '"mail" means mail itself.', "Give the channel another id.");
  const { delivery } = config.project;
  if (delivery === undefined) return;
  const say = sayIn("project");
  if (delivery.owner !== undefined)
    checkDomain(config, delivery.owner, (message, hint) => say("", ["delivery", "owner"], message, hint));
  const { link, smtp } = delivery;
  const problem = link === undefined ? null : placeholderProblem(link, "link");
  if (problem !== null) say("", ["delivery", "link"], problem.message, problem.hint);
  const dkim = smtp?.dkim;
  if (dkim !== undefined && (dkim.key_env === undefined) === (dkim.key_file === undefined)) {
    const message = "A DKIM key comes from `key_env` or from `key_file`.";
    say("", ["delivery", "smtp", "dkim"], message, "Write one of the two.");
  }
}

function checkDomain(config: Config, address: string, say: (message: string, hint: string) => void): void {
  const domains = config.project.delivery?.allowed_domains;
  if (isAllowed(address, domains)) return;
  say(`${address} is outside of the domains that may be written to.`, `Allowed: ${domains?.join(", ")}.`);
}
