import { z } from "zod";
import { Id, Locale, LocalText, SqlExpression } from "./text.ts";

/** Letters that would end a header or begin another one are refused, not cleaned. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

export const MailAddress = z
  .string()
  .max(254)
  .regex(ADDRESS, "not a mail address such as quality@example.com")
  .describe("Mail address, without a name.");

const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "a name is one line of text")
  .describe("Name shown beside the address.");

const EnvName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "write the name of an environment variable")
  .describe("Name of an environment variable.");

export const NamedAddress = z.union([
  MailAddress,
  z.strictObject({ address: MailAddress, name: Name.optional(), locale: Locale.optional() }),
]);
export type NamedAddress = z.infer<typeof NamedAddress>;

/** An address, or everybody in a group. */
export const Addressee = z.union([NamedAddress, z.strictObject({ group: Id.describe("Id of a group.") })]);
export type Addressee = z.infer<typeof Addressee>;

export const Group = z.array(NamedAddress).min(1);
export type Group = z.infer<typeof Group>;

const Domain = z
  .string()
  .regex(/^(\*\.)?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u, "write a domain such as example.com or *.example.com");

const SmtpConfig = z.strictObject({
  host: z.string().min(1).describe("Name of the mail server."),
  port: z.int().min(1).max(65535).default(587).describe("Server port."),
  security: z
    .enum(["starttls", "tls", "none"])
    .default("starttls")
    .describe(
      "`starttls` refuses a server that does not offer it; `tls` is encrypted from the start; `none` is plain.",
    ),
  ca_file: z.string().optional().describe("PEM file of the certificate authority, relative to the project."),
  user: z.string().optional().describe("Name to log in with; without it nobody logs in."),
  password_env: EnvName.default("SMTP_PASSWORD").describe("Environment variable holding the password."),
  pool: z.int().min(1).max(20).default(2).describe("Connections at most."),
  timeout_s: z.number().positive().max(120).default(60).describe("Silence after which a connection is given up."),
  dkim: z
    .strictObject({
      domain: z.string().min(1).describe("Domain that answers for the mail."),
      selector: z.string().min(1).describe("Name of the key in its DNS: `<selector>._domainkey.<domain>`."),
      key_env: EnvName.optional().describe("Environment variable holding the private key (PEM)."),
      key_file: z.string().optional().describe("Its file instead, relative to the project."),
    })
    .optional()
    .describe("Signs every mail (RFC 6376)."),
});
export type SmtpConfig = z.infer<typeof SmtpConfig>;

/** `delivery` of `periodical.yaml`. */
export const DeliveryConfig = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe("`false`: nothing leaves this project, by mail or otherwise, whatever is asked."),
  from: z.strictObject({ address: MailAddress, name: Name.optional() }).describe("Sender of every mail."),
  reply_to: MailAddress.optional().describe("Where answers go; default: the sender."),
  owner: MailAddress.optional().describe("Is told by mail of what was given up."),
  smtp: SmtpConfig.optional().describe("The mail server; without it only channels are served."),
  allowed_domains: z
    .array(Domain)
    .optional()
    .describe("Mail goes to these domains only (`*.example.com`: those below it); default: to every domain."),
  attachment_limit_mb: z.number().positive().max(100).default(10).describe("A larger document is not attached (MB)."),
  link: z
    .string()
    .regex(/^https?:\/\/[^\s/]/, "write an address that begins with https://")
    .optional()
    .describe(
      "Where readers find a document, e.g. `https://reports.example.com/{report}/{period}/{scope}/r{revision}/{file}`.",
    ),
  retry: z
    .strictObject({
      attempts: z.int().min(1).max(50).default(8).describe("After so many a delivery is given up."),
      backoff_s: z
        .number()
        .positive()
        .max(86_400)
        .default(60)
        .describe("Wait after the first failure; doubled each time."),
      longest_s: z.number().positive().max(604_800).default(14_400).describe("Longest wait between two attempts."),
    })
    .prefault({})
    .describe("What is done about failures that may pass."),
});
export type DeliveryConfig = z.infer<typeof DeliveryConfig>;

/** A way to deliver beside mail. */
export const Channel = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["webhook", "slack", "teams", "wecom", "dingtalk", "feishu"]).describe("Format of the message."),
    url_env: EnvName.describe("Environment variable holding the address; it is a secret."),
    secret_env: EnvName.optional().describe(
      "Environment variable holding the secret that signs: `webhook` (HMAC-SHA256), `dingtalk`, `feishu`.",
    ),
    timeout_s: z.number().positive().max(120).default(15).describe("Longest wait for the answer."),
  }),
  z.strictObject({
    kind: z.literal("folder"),
    folder: z.string().min(1).describe("Folder that gets the documents, relative to the project."),
  }),
]);
export type Channel = z.infer<typeof Channel>;

export const Scopes = z
  .union([z.enum(["whole", "each", "all"]), z.record(Id, z.array(z.string().min(1)).min(1))])
  .describe(
    "Editions meant: the `whole`, `each` of one part, `all`, or those of named members: `{ team: [north, south] }`.",
  );
export type Scopes = z.infer<typeof Scopes>;

const Recipients = z.strictObject({
  to: z.array(Addressee).default([]).describe("Addresses, `{ address, name, locale }`, or `{ group: id }`."),
  cc: z.array(Addressee).default([]).describe("Named as receiving a copy."),
  bcc: z.array(Addressee).default([]).describe("Nobody else sees them."),
  locale: Locale.optional().describe("Language of mail and document; default: the report's first."),
  scopes: Scopes.default("whole"),
  by_member: z
    .strictObject({
      dimension: Id.describe("Editions of one member of this dimension."),
      addresses: z
        .record(z.string(), z.array(Addressee).min(1))
        .optional()
        .describe("Member → addresses its edition goes to."),
      query: SqlExpression.optional().describe(
        "Statement that returns them: columns `address` and, if wanted, `name` and `locale`; `$1` is the member.",
      ),
    })
    .optional()
    .describe("Addresses that depend on the member; they replace `scopes` and join `to`."),
});
export type Recipients = z.infer<typeof Recipients>;

/** `delivery` of a report. */
export const ReportDelivery = z.strictObject({
  recipients: z
    .array(Recipients)
    .default([])
    .describe("Who gets mail. An address in two entries is served by the first."),
  channels: z
    .array(
      z.strictObject({
        channel: Id,
        locale: Locale.optional().describe("Default: the report's first."),
        scopes: Scopes.default("whole"),
      }),
    )
    .default([])
    .describe("Channels that are served, each once."),
  subject: LocalText.optional().describe(
    "Subject of the mail: text with `{organisation}`, `{title}`, `{period}`, `{scope}`, `{score}`, `{band}`, `{revision}`; a part in square brackets is left out when a value in it is empty: `[, {scope}]`.",
  ),
  file_name: LocalText.optional().describe(
    "Name of the attached document without its ending, with the same names; default: its name in the archive.",
  ),
});
export type ReportDelivery = z.infer<typeof ReportDelivery>;
