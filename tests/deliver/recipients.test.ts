import { describe, expect, it } from "vitest";
import type { FiledManifest } from "../../src/archive/manifest.ts";
import { isAllowed } from "../../src/config/allowed-domains.ts";
import { loadConfig } from "../../src/config/load.ts";
import { MailAddress } from "../../src/config/schema/delivery.ts";
import type { Config } from "../../src/config/schema/index.ts";
import { formerRecipients, isMeant, type Lookup, messageIdOf, recipientsOf } from "../../src/deliver/recipients.ts";
import type { Delivery } from "../../src/state/deliveries.ts";
import { writeDeliveryProject } from "../helpers/delivery.ts";
import { withProject } from "../helpers/project.ts";

const PROJECT = `delivery:
  from: { address: reports@example.com }
  smtp: { host: localhost }
  allowed_domains: [example.com, "*.partner.example"]`;
const SECTIONS = `groups:
  managers: [wang@example.com, { address: lee@EXAMPLE.com, name: Lee, locale: zh-CN }]
channels:
  drop: { kind: folder, folder: out }
`;

const configured = (report: string, project = PROJECT, sections = SECTIONS): Promise<Config> =>
  withProject({}, async (root) => {
    await writeDeliveryProject(root, { project, report, sections });
    return loadConfig(root);
  });

const edition = (scope: Record<string, string> = {}, revision = 1): FiledManifest["edition"] => ({
  id: `monthly/2026-10/${Object.entries(scope)[0]?.join("=") ?? "all"}`,
  report: "monthly",
  period: "2026-10",
  scope,
  revision,
});
const nobody: Lookup = async () => [];

async function told(report: string, scope: Record<string, string> = {}, lookup = nobody): Promise<string[]> {
  const { deliveries } = await recipientsOf(await configured(report), edition(scope), lookup);
  return deliveries.map(({ channel, recipient, particulars: { locale, mail } }) =>
    [mail?.role ?? channel, recipient, locale].join(" "),
  );
}

describe("who gets an edition", () => {
  it("expands groups, keeps roles and languages, and serves an address once, as it is named first", async () => {
    const report = `delivery:
  recipients:
    - { to: [{ group: managers }], cc: [quality@example.com], bcc: [audit@example.com] }
    - { to: [quality@example.com, kim@eu.partner.example], locale: zh-CN }
  channels: [{ channel: drop, locale: zh-CN }]`;
    expect(await told(report)).toEqual([
      "to wang@example.com en",
      "to lee@example.com zh-CN",
      "cc quality@example.com en",
      "bcc audit@example.com en",
      "to kim@eu.partner.example zh-CN",
      "drop drop zh-CN",
    ]);
  });

  it("names no bcc in anybody's head, and no reader of another entry", async () => {
    const config = await configured(`delivery:
  recipients:
    - { to: [wang@example.com], cc: [quality@example.com], bcc: [audit@example.com] }
    - { to: [lee@example.com] }`);
    const { deliveries } = await recipientsOf(config, edition(), nobody);
    const heads = deliveries.map(({ particulars: { mail } }) => JSON.stringify([mail?.to, mail?.cc]));
    expect(heads.join()).not.toContain("audit@");
    expect(heads[3]).toBe('[[{"address":"lee@example.com","name":null}],[]]');
    expect(heads.slice(0, 3).join()).not.toContain("lee@");
  });

  it("gives parts of the organisation only to those who are meant", async () => {
    const report = `delivery:
  recipients:
    - { to: [whole@example.com] }
    - { to: [each@example.com], scopes: each }
    - { to: [all@example.com], scopes: all }
    - { to: [north@example.com], scopes: { team: [north] } }
    - { by_member: { dimension: team, addresses: { north: [lead@example.com], south: [other@example.com] } } }`;
    const names = async (scope?: Record<string, string>) =>
      (await told(report, scope)).map((line) => line.split(/[ @]/)[1]);
    expect(await names()).toEqual(["whole", "all"]);
    expect(await names({ team: "north" })).toEqual(["each", "all", "north", "lead"]);
    expect(await names({ team: "west" })).toEqual(["each", "all"]);
    // Narrower than the team: not the team's edition.
    expect(await names({ team: "north", channel: "phone" })).toEqual(["each", "all"]);
    expect(await names({ team: "constructor" })).toEqual(["each", "all"]);
  });

  it("asks the warehouse with the member bound, and refuses what is no address or may not be written to", async () => {
    const config = await configured(`delivery:
  recipients:
    - by_member: { dimension: team, query: "select address from leads where team = $1" }`);
    const asked: unknown[] = [];
    const lookup: Lookup = async (...given) => {
      asked.push(given);
      return [
        { address: "lead@example.com", name: "Lead", locale: "zh-CN" },
        { address: "x@example.com\r\nBcc: evil@example.com" },
        { address: null },
        { address: "lead@elsewhere.example" },
      ];
    };
    const { deliveries, refused } = await recipientsOf(config, edition({ team: "north'--" }), lookup);
    expect(asked).toEqual([["select address from leads where team = $1", "north'--"]]);
    expect(deliveries.map(({ recipient, particulars }) => [recipient, particulars.locale])).toEqual([
      ["lead@example.com", "zh-CN"],
    ]);
    expect(refused).toEqual([
      { recipient: "x@example.com Bcc: evil@example.com", reason: "not a mail address" },
      { recipient: "(empty)", reason: "not a mail address" },
      { recipient: "lead@elsewhere.example", reason: "outside of delivery.allowed_domains" },
    ]);
  });

  it("has one Message-ID for edition, revision, channel and recipient, and another for any other", async () => {
    const config = await configured("");
    const one = { edition: "monthly/2026-10/all", revision: 1, channel: "mail", recipient: "a@example.com" };
    const ids = [one, { ...one, revision: 2 }, { ...one, recipient: "b@example.com" }, { ...one, channel: "drop" }].map(
      (delivery) => messageIdOf(delivery, config),
    );
    expect(new Set(ids).size).toBe(4);
    expect(messageIdOf({ ...one }, config)).toBe(ids[0]);
    expect(ids[0]).toMatch(/^[0-9a-f]{40}@example\.com$/);
  });
});

describe("a restated edition", () => {
  it("also reaches those who were served the revision before, each once", async () => {
    const config = await configured("delivery: { recipients: [{ to: [wang@example.com] }] }");
    const second = edition({}, 2);
    const resolved = await recipientsOf(config, second, nobody);
    const particulars = { locale: "zh-CN", mail: { role: "to" as const, to: [], cc: [] } };
    const was = (recipient: string, status: "sent" | "given_up") =>
      ({ ...edition(), channel: "mail", recipient, status, particulars }) as unknown as Delivery;
    const before = [
      was("wang@example.com", "sent"),
      was("adhoc@example.com", "sent"),
      was("gone@example.com", "given_up"),
      was("x@elsewhere.example", "sent"),
    ];
    const { deliveries, refused } = formerRecipients(config, second, before, resolved);
    expect(deliveries.map(({ recipient, revision }) => `${recipient} r${revision}`)).toEqual([
      "wang@example.com r2",
      "adhoc@example.com r2",
    ]);
    expect(refused).toEqual([{ recipient: "x@elsewhere.example", reason: "outside of delivery.allowed_domains" }]);
  });
});

describe("addresses and domains", () => {
  it.each([
    "a@example.com\r\nBcc: b@example.com",
    "a@example.com, b@example.com",
    "A <a@example.com>",
    "a b@example.com",
    "@example.com",
    "a@",
    "a@exa_mple..com",
  ])("%j is no address", (text) => {
    expect(MailAddress.safeParse(text).success).toBe(false);
  });

  it("accepts what people have", () => {
    for (const text of ["a.b+c@example.com", "wang@localhost", "li@北风.example"])
      expect(MailAddress.safeParse(text).success, text).toBe(true);
  });

  it("compares domains whole, in any case and writing", () => {
    const domains = ["Example.com", "*.partner.example", "münchen.example"];
    const allowed = (address: string): boolean => isAllowed(address, domains);
    expect(["a@example.com", "a@EXAMPLE.COM", "a@x.partner.example", "a@xn--mnchen-3ya.example"].map(allowed)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["a@sub.example.com", "a@example.com.evil", "a@notexample.com", "a@partner.example"].map(allowed)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isAllowed("a@anywhere.example", undefined)).toBe(true);
    expect(isAllowed("a@anywhere.example", [])).toBe(false);
  });

  it("means scopes as written", () => {
    expect(isMeant("whole", {})).toBe(true);
    expect(isMeant("whole", { team: "north" })).toBe(false);
    expect(isMeant({ team: ["north"] }, { team: "south" })).toBe(false);
  });
});

describe("configuration", () => {
  it.each([
    ["a group that is not there", "delivery: { recipients: [{ to: [{ group: manager }] }] }", /no group "manager"/],
    ["a channel that is not there", "delivery: { channels: [{ channel: slack }] }", /no channel "slack"/],
    ["a language not printed", "delivery: { recipients: [{ to: [a@example.com], locale: fr }] }", /not printed in fr/],
    ["a domain not allowed", "delivery: { recipients: [{ to: [a@evil.example] }] }", /outside of the domains/],
    ["an unknown name in the subject", 'delivery: { subject: "{titel}" }', /nothing to put in for \{titel\}/],
    [
      "no source of addresses",
      "delivery: { recipients: [{ by_member: { dimension: team } }] }",
      /come from `addresses` or from a `query`/,
    ],
    [
      "a header in a name",
      'delivery: { recipients: [{ to: [{ address: a@example.com, name: "A\\nBcc: b" }] }] }',
      /one line/,
    ],
  ])("refuses %s", async (_, report, message) => {
    await expect(configured(report)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(message) as string,
    });
  });

  it("is no part of what judges: the fingerprint stays when readers change", async () => {
    const before = await configured("delivery: { recipients: [{ to: [a@example.com] }] }");
    const after = await configured(
      "delivery: { recipients: [{ to: [b@example.com] }] }",
      PROJECT,
      `${SECTIONS}  x: { kind: folder, folder: y }\n`,
    );
    expect(after.fingerprint).toBe(before.fingerprint);
    const other = await configured("history: 5");
    expect(other.fingerprint).not.toBe(before.fingerprint);
  });
});
